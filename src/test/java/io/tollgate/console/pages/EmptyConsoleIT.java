package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import io.tollgate.support.Chromium;
import io.tollgate.support.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** The console of a gateway that has just been installed: each page says that there is nothing yet. */
class EmptyConsoleIT {
    private static final Set<String> NEED_NO_EVENT =
            Set.of("overview", "events", "dead", "dead-letters", "replays", "routes", "history", "stripe", "audit");
    private static final Map<String, String> SAYS = Map.of(
            "overview", "All is well",
            "events", "No event has come yet.",
            "dead", "Nothing is dead.",
            "dead-letters", "No dead letter",
            "replays", "Nothing was replayed.");

    @Test
    void saysThatThereIsNothing(
            @TempDir(cleanup = CleanupMode.NEVER) Path directory, @TempDir(cleanup = CleanupMode.NEVER) Path profile)
            throws Exception {
        Chromium.assume();
        TestBroker broker = TestBroker.start(directory);
        ChromeDriver browser = Chromium.start(profile);
        try (People people = People.at("--spring.activemq.broker-url=" + broker.url())) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    people.as(Role.VIEWER).get("/console").body())
                            .contains("All is well"));
            Visitor visitor = new Visitor(browser, "http://127.0.0.1:" + people.console.operatorsPort());
            visitor.logIn("admin", People.PASSWORD);
            Map<String, String> pages = new TreeMap<>(Planted.PAGES);
            pages.keySet().retainAll(NEED_NO_EVENT);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                visitor.go(page.getValue());
                assertThat(visitor.complaints()).as(page.getKey()).isEmpty();
                assertThat(visitor.text()).contains(SAYS.getOrDefault(page.getKey(), ""));
            }
            if (System.getProperty(Pictures.FOLDER) != null) {
                pages.remove("routes"); // they are the same
                new Pictures(browser, visitor).takeAll(pages, "-empty");
            }
        } finally {
            browser.quit();
            broker.stop();
        }
    }
}

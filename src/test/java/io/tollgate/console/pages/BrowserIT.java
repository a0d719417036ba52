package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.support.Chromium;
import io.tollgate.support.Queues;
import io.tollgate.support.SignedPosts;
import io.tollgate.support.TestBroker;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The console in a real browser, at a real gateway: all pages, and the way from a failure to the message that arrives. */
class BrowserIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String EVENT = "evt_planted";

    private static TestBroker broker;
    private static People people;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path profile;

    private ChromeDriver browser;
    private Visitor visitor;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        Chromium.assume();
        broker = TestBroker.start(directory);
        people = People.at(
                "--spring.activemq.broker-url=" + broker.url(),
                "--tollgate.relay.retry.first-delay=100ms",
                "--tollgate.relay.retry.max-attempts=2");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                people.as(Role.VIEWER).get("/console/routes").body())
                        .contains("invoice-paid"));
        Planted.into(people, broker);
    }

    @AfterAll
    static void stop() throws Exception {
        if (people != null) {
            people.close();
            broker.stop();
        }
    }

    @BeforeEach
    void open() {
        browser = Chromium.start(profile);
        visitor = new Visitor(browser, "http://127.0.0.1:" + people.console.operatorsPort());
    }

    @AfterEach
    void quit() {
        browser.quit();
    }

    @Test
    void findsAFailedEventAndSeesWhyMendsItReplaysAndSeesItArrive() throws Exception {
        people.console.jdbc().execute("ALTER FUNCTION stripe.keep_object(jsonb, timestamptz) RENAME TO hidden");
        new SignedPosts(people.console.publicPort(), TestConsole.SECRET).send(EVENT, "invoice.paid", 0);
        await().atMost(SOON).until(() -> "DEAD".equals(status()));

        visitor.logIn("operator", People.PASSWORD);
        visitor.click(By.linkText("Dead events"));
        visitor.click(By.linkText("invoice.paid"));
        visitor.click(By.linkText(EVENT));
        assertThat(visitor.text()).contains("dead", "keep_object", "does not exist", "Attempt 2");

        people.console.jdbc().execute("ALTER FUNCTION stripe.hidden(jsonb, timestamptz) RENAME TO keep_object");
        visitor.click(By.xpath("//button[. = 'Rehearse']"));
        assertThat(visitor.text()).contains("It would be routed.", "jms:queue:stripe.invoices.paid", "stripe.object");
        assertThat(visitor.complaints()).isEmpty();
        visitor.click(By.linkText("Back to the event"));
        visitor.click(By.linkText("Replay"));
        assertThat(visitor.text()).contains("Events that would be routed again: 1");
        visitor.click(By.xpath("//button[. = 'Replay now']"));
        await().atMost(SOON).untilAsserted(() -> {
            browser.navigate().refresh();
            assertThat(visitor.text()).contains("routed", "jms:queue:stripe.invoices.paid", "Waits in queue");
        });
        List<String> taken = new ArrayList<>();
        for (Message message : Queues.drain(broker.url(), "stripe.invoices.paid")) {
            taken.add(message.getStringProperty("stripeEventId"));
        }
        assertThat(taken).contains(EVENT);
        browser.navigate().refresh();
        assertThat(visitor.text()).doesNotContain("Waits in queue");
    }

    @Test
    void saysThatWhatItShowsIsOldWhileNoAnswerComes() {
        visitor.logIn("viewer", People.PASSWORD);
        By stale = By.id("stale");
        assertThat(browser.findElement(stale).isDisplayed()).isFalse();
        people.console.jdbc().execute("ALTER TABLE tollgate.traffic RENAME TO away");
        try {
            await().atMost(SOON).until(() -> browser.findElement(stale).isDisplayed());
            assertThat(browser.findElement(stale).getText()).contains("what is shown here is old");
        } finally {
            people.console.jdbc().execute("ALTER TABLE tollgate.away RENAME TO traffic");
        }
        await().atMost(SOON).until(() -> !browser.findElement(stale).isDisplayed());
    }

    /** Not within the page: a login is one by itself. */
    @Test
    void leadsToTheLoginOnceTheSessionHasEnded() throws Exception {
        visitor.logIn("viewer", People.PASSWORD);
        people.console
                .session(browser.manage().getCookieNamed("TOLLGATE_SESSION").getValue())
                .invalidate();
        await().atMost(SOON).until(() -> browser.getCurrentUrl().contains("/login?next=%2Fconsole"));
        assertThat(visitor.text()).contains("Password");
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, English, false",
        "VIEWER, 한국어, true",
        "OPERATOR, English, true",
        "OPERATOR, 한국어, false",
        "ADMIN, English, false",
        "ADMIN, 한국어, true"
    })
    void walksAllPages(Role role, String language, boolean dark) {
        Chromium.colours(browser, dark);
        Chromium.size(browser, dark ? 360 : 1280, 800);
        visitor.logIn(role.name().toLowerCase(Locale.ROOT), People.PASSWORD);
        visitor.click(By.xpath("//button[. = '" + language + "']"));
        Set<String> seen = new TreeSet<>();
        Set<String> next = new TreeSet<>(List.of("/console"));
        while (!next.isEmpty()) {
            String path = next.iterator().next();
            seen.add(visitor.known(path));
            visitor.go(path);
            assertThat(browser.findElement(By.tagName("html")).getDomAttribute("lang"))
                    .isEqualTo(language.equals("English") ? "en" : "ko");
            assertThat(visitor.complaints()).as(role + " " + path).isEmpty();
            next.addAll(visitor.links());
            next.removeIf(link -> seen.contains(visitor.known(link)));
        }
        assertThat(seen)
                .contains(
                        "/console",
                        "/console/dead",
                        "/console/dead-letters",
                        "/console/events",
                        "/console/events/evt_",
                        "/console/stripe");
        assertThat(seen.contains("/console/events/evt_/payload")).isEqualTo(role != Role.VIEWER);
        assertThat(seen.contains("/console/replay")).isEqualTo(role != Role.VIEWER);
        assertThat(seen.contains("/console/dead-letters/move")).isEqualTo(role != Role.VIEWER);
        assertThat(seen.contains("/console/audit")).isEqualTo(role == Role.ADMIN);
    }

    /** With {@code -Dtollgate.pictures=docs/images}. */
    @Test
    @EnabledIfSystemProperty(named = Pictures.FOLDER, matches = ".+")
    void takesPictures() throws Exception {
        await().atMost(SOON)
                .until(() ->
                        people.console.jdbc().queryForObject("SELECT count(*) FROM tollgate.traffic", Integer.class)
                                > 0);
        Pictures pictures = new Pictures(browser, visitor);
        Chromium.size(browser, 1280, 800);
        visitor.go("/console");
        pictures.take("login");
        visitor.logIn("admin", People.PASSWORD);
        pictures.takeAll(Planted.PAGES, "");
        visitor.go("/console/events/evt_routed");
        visitor.click(By.xpath("//button[. = 'Rehearse']"));
        pictures.takeBoth("rehearsal");
        Chromium.colours(browser, false);
        Chromium.size(browser, 1280, 800);
        visitor.go("/console");
        visitor.click(By.xpath("//button[. = '한국어']"));
        visitor.go("/console");
        pictures.take("overview-ko");
    }

    private static String status() {
        return people.console
                .jdbc()
                .queryForObject("SELECT status FROM tollgate.inbox WHERE id = ?", String.class, EVENT);
    }
}

package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.console.TestConsole;
import io.tollgate.console.access.Browser;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutesPageTest {
    private static TestConsole console;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start(
                "--tollgate.console.users.vera.password=" + Browser.hash("a password"),
                "--tollgate.console.users.vera.role=viewer");
        browser = new Browser(console);
        browser.logIn("vera", "a password");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void drawsEachRouteWithItsTypesAndCounts() {
        console.jdbc().update("""
                INSERT INTO tollgate.traffic (minute, gateway, measure, name, events)
                VALUES (now(), 'a', 'ROUTED', 'payment_intent.succeeded', 4711)""");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(browser.get("/console/routes").body())
                        .contains("id=\"payment-intent-succeeded\"", "jms:queue:stripe.payments.succeeded", "4711"));
    }
}

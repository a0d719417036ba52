package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutesPageTest {
    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = TestConsole.start();
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
                .untilAsserted(() -> assertThat(
                                console.get(Role.VIEWER, "/console/routes").body())
                        .contains("id=\"payment-intent-succeeded\"", "jms:queue:stripe.payments.succeeded", "4711"));
    }
}

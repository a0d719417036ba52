package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.RoutesFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Stripe sends in no order: which event the table of subscriptions believes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubscriptionTest {
    private static final Instant ARRIVAL = Instant.parse("2026-01-01T00:00:10Z");

    private Flows flows;
    private int number;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        flows = new Flows(directory, Map.of());
        Path folder = RoutesFolder.copy(Flows.ROUTES, directory.resolve("routes"));
        Files.delete(folder.resolve("mail.camel.yaml"));
        flows.load(folder);
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    private void event(String id, String type, String status, long created, Instant receivedAt) throws Exception {
        flows.route(Flows.event(
                "evt_" + ++number,
                "customer.subscription." + type,
                created,
                receivedAt,
                "{\"id\":\"" + id + "\",\"customer\":\"cus_1\",\"status\":\"" + status + "\"}"));
    }

    private String status(String id) {
        return flows.jdbc.queryForObject("SELECT status FROM stripe.subscription WHERE id = ?", String.class, id);
    }

    @Test
    void theEventThatWasCreatedLastWinsInAnyOrder() throws Exception {
        event("sub_a", "created", "incomplete", 100, ARRIVAL);
        event("sub_a", "updated", "active", 200, ARRIVAL);
        assertThat(status("sub_a")).isEqualTo("active");

        event("sub_a", "updated", "past_due", 150, ARRIVAL.plusSeconds(60));
        assertThat(status("sub_a")).isEqualTo("active");
    }

    @Test
    void onATieTheLaterArrivalWinsWhicheverIsRoutedFirst() throws Exception {
        event("sub_b", "created", "incomplete", 100, ARRIVAL);
        event("sub_b", "updated", "active", 100, ARRIVAL.plusMillis(1));
        assertThat(status("sub_b")).isEqualTo("active");

        event("sub_c", "updated", "active", 100, ARRIVAL.plusMillis(1));
        event("sub_c", "created", "incomplete", 100, ARRIVAL);
        assertThat(status("sub_c")).isEqualTo("active");
    }

    @Test
    void deletedIsFinal() throws Exception {
        event("sub_d", "updated", "active", 300, ARRIVAL);
        event("sub_d", "deleted", "canceled", 300, ARRIVAL.minusSeconds(5));
        assertThat(status("sub_d")).isEqualTo("canceled");

        event("sub_d", "updated", "active", 400, ARRIVAL.plusSeconds(60));
        assertThat(status("sub_d")).isEqualTo("canceled");
        assertThat(flows.jdbc.queryForObject(
                        "SELECT deleted FROM stripe.subscription WHERE id = 'sub_d'", Boolean.class))
                .isTrue();
    }

    @Test
    void aDeletedOneThatArrivesFirstStaysDeleted() throws Exception {
        event("sub_e", "deleted", "canceled", 200, ARRIVAL);
        event("sub_e", "created", "active", 100, ARRIVAL.plusSeconds(1));
        assertThat(status("sub_e")).isEqualTo("canceled");
    }

    @Test
    void aReplayChangesNothing() throws Exception {
        event("sub_f", "created", "incomplete", 100, ARRIVAL);
        event("sub_f", "updated", "active", 200, ARRIVAL.plusSeconds(1));

        event("sub_f", "created", "incomplete", 100, ARRIVAL);
        assertThat(status("sub_f")).isEqualTo("active");
    }

    @Test
    void whatTheEventDoesNotSayIsNull() throws Exception {
        flows.route(Flows.event("evt_bare", "customer.subscription.updated", "{\"id\":\"sub_g\"}"));

        assertThat(flows.jdbc.queryForMap("SELECT * FROM stripe.subscription WHERE id = 'sub_g'"))
                .containsEntry("status", null)
                .containsEntry("customer", null)
                .containsEntry("cancel_at_period_end", null)
                .containsEntry("deleted", false);
    }
}

package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.PostgresProcess;
import io.tollgate.support.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed, or frozen, for 20 s under load; the gateway has its default settings and a small heap. */
@Timeout(600)
class DatabaseAwayIT {
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    /** {@code tollgate.inbox.store-timeout}, and what a noisy machine adds. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10 + 3);

    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(10);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void aKilledDatabaseIsAnsweredWith503() throws Exception {
        try (Installation installation = new Installation(directory)) {
            PostgresProcess database = installation.database();
            outage(installation, "PostgreSQL killed for 20 s", () -> Signals.kill(database.process()), database::start);
            installation.alerts().mustHaveToldOnce("database-away");
        }
    }

    @Test
    void aFrozenDatabaseIsAnsweredWith503() throws Exception {
        try (Installation installation = new Installation(directory)) {
            Process database = installation.database().process();
            outage(
                    installation,
                    "PostgreSQL frozen for 20 s",
                    () -> Signals.freeze(database),
                    () -> Signals.thaw(database));
        }
    }

    private static void outage(Installation installation, String name, Fault begin, Fault end) throws Exception {
        GatewayProcess gateway = installation.gateway(List.of()).withEnvironment("JAVA_TOOL_OPTIONS", "-Xmx256m");
        gateway.start();
        Load load = new Load("database", gateway::port).withBadEvents().start(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> load.answeredWith(200).size() > 1000);
        load.resetSlowest();

        begin.happen();
        Moment.lasting(OUTAGE, () -> {});
        int refused = load.answeredWith(503).size();
        int acknowledged = load.answeredWith(200).size();
        end.happen();

        long back = System.nanoTime();
        await("events are taken again")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> load.answeredWith(200).size() > acknowledged);
        Duration recovered = Moment.since(back);
        Moment.lasting(Duration.ofSeconds(3), () -> {});
        load.close();
        installation.awaitSettled(Duration.ofSeconds(120));

        Ledger ledger = Ledger.of(installation, load).print(name).mustBalance().mustHaveBadEvents();
        System.out.printf(
                "%s: slowest answer %d ms, the first 200 after %d ms%n",
                name, load.slowest().toMillis(), recovered.toMillis());
        assertThat(refused).as("503 during the outage").isPositive();
        assertThat(load.failures()).as("requests without an answer").isEmpty();
        assertThat(load.slowest()).isLessThan(ANSWERED_WITHIN);
        assertThat(recovered).isLessThan(RECOVERED_WITHIN);
        assertThat(ledger.dead()).isEmpty();
        assertThat(ledger.duplicates()).isLessThanOrEqualTo(Installation.IN_FLIGHT);
        assertThat(gateway.output()).doesNotContain("OutOfMemoryError");
    }
}

package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one database and one broker; a lease is 10 s. */
@Timeout(600)
class TwoGatewaysIT {
    private static final int KILLS = 3;
    private static final Duration BEYOND_THE_LEASE = Duration.ofSeconds(14);

    private Path directory;
    private Installation installation;
    private GatewayProcess first;
    private GatewayProcess second;

    @BeforeEach
    void install(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        this.directory = directory;
        installation = new Installation(directory);
        first = installation.gateway(Installation.SHORT_LEASE);
        second = installation.gateway(Installation.SHORT_LEASE);
    }

    @AfterEach
    void close() throws Exception {
        installation.close();
    }

    @Test
    void workIsSharedAndOneMayBeKilledAtAnyTime() throws Exception {
        first.start();
        second.start();
        Load load =
                new Load("shared", alternating(first, second)).withBadEvents().start(100);
        awaitAcknowledged(load, 2000);
        long routed = installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'");
        assertThat(routedBy(first)).as("shared work").isGreaterThan(routed / 10);
        assertThat(routedBy(second)).as("shared work").isGreaterThan(routed / 10);
        for (int kill = 0; kill < KILLS; kill++) {
            Signals.kill(second.process());
            second.start();
            awaitAcknowledged(load, load.answeredWith(200).size() + 500);
        }
        load.close();
        installation.awaitSettled(Duration.ofSeconds(60));

        Ledger ledger = Ledger.of(installation, load)
                .print("one of two gateways killed, " + KILLS + " times")
                .mustBalance()
                .mustHaveBadEvents();
        assertThat(ledger.dead()).isEmpty();
        assertThat(ledger.duplicates()).isLessThanOrEqualTo(KILLS * Installation.IN_FLIGHT);
    }

    @Test
    void aGatewayThatWasFrozenBeyondItsLeaseChangesNothingWhenItGoesOn() throws Exception {
        slowDown(first);
        first.start();
        Load load = new Load("frozen", first::port);
        for (int i = 0; i < 20; i++) {
            load.send("evt_frozen" + i, "checkout.session.completed");
        }
        await("the first gateway is in the midst of an attempt")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        installation.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tollgate'"
                                        + " AND state = 'idle in transaction' AND query LIKE '%stripe.effect%'")
                                > 0);
        Signals.freeze(first.process());
        second.start();
        Moment.lasting(BEYOND_THE_LEASE, () -> {});
        await("the second has taken over")
                .atMost(Duration.ofSeconds(30))
                .until(() -> installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'") > 0);
        installation.alerts().awaitBegan("gateways-silent");
        Signals.thaw(first.process());
        load.close();
        installation.awaitSettled(Duration.ofSeconds(60));
        installation.alerts().mustHaveToldOnce("gateways-silent");
        Moment.lasting(Duration.ofSeconds(5), () -> {});

        Ledger ledger = Ledger.of(installation, load)
                .print("one of two gateways frozen beyond its lease")
                .mustBalance();
        assertThat(ledger.routed()).hasSize(20);
        assertThat(ledger.duplicates()).isLessThanOrEqualTo(Installation.IN_FLIGHT);
    }

    /** A lease is reckoned by the database's clock; the attempt takes longer than a lease by the clock that is ahead. */
    @Test
    void aGatewayWhoseClockIsAheadLeavesAnAttemptThatStillRunsAlone() throws Exception {
        FakeClock.assume();
        FakeClock clock = new FakeClock(directory.resolve("clock"));
        clock.jump(Duration.ofHours(1));
        first = installation.gateway(List.of());
        slowDown(first);
        clock.setFor(second);
        first.start();
        second.start();
        Load load = new Load("ahead", first::port);
        for (int i = 0; i < 20; i++) {
            load.send("evt_ahead" + i, "checkout.session.completed");
        }
        load.close();
        installation.awaitSettled(Duration.ofSeconds(90));
        await("the attempts of the first have ended too")
                .atMost(Duration.ofSeconds(60))
                .until(() -> inTransaction() == 0);

        Ledger ledger = Ledger.of(installation, load)
                .print("a gateway whose clock is an hour ahead beside one that is routing")
                .mustBalance();
        assertThat(ledger.routed()).hasSize(20);
        assertThat(installation.query("SELECT max(attempts) FROM tollgate.inbox"))
                .isEqualTo(1);
        assertThat(ledger.duplicates()).isZero();
    }

    private long inTransaction() {
        return installation.query("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tollgate'"
                + " AND state = 'idle in transaction'");
    }

    /** Its checkouts take a second each, after their row is written. */
    private void slowDown(GatewayProcess gateway) throws Exception {
        Path flow = installation.routesOf(gateway).resolve("checkout-session-completed.camel.yaml");
        Files.writeString(flow, Files.readString(flow) + """
                        - delay:
                            id: slow
                            asyncDelayed: "false"
                            expression:
                              constant:
                                expression: "1000"
                """);
    }

    private static IntSupplier alternating(GatewayProcess first, GatewayProcess second) {
        AtomicInteger next = new AtomicInteger();
        return () -> (next.getAndIncrement() % 2 == 0 ? first : second).port();
    }

    private static void awaitAcknowledged(Load load, int count) {
        await("events are acknowledged")
                .atMost(Duration.ofSeconds(120))
                .until(() -> load.answeredWith(200).size() >= count);
    }

    private static long routedBy(GatewayProcess gateway) {
        return gateway.output()
                .lines()
                .filter(line -> line.contains(" routed to "))
                .count();
    }
}

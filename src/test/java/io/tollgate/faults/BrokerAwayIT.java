package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed, or frozen, for 30 s under load; the gateway has its default settings. */
@Timeout(600)
class BrokerAwayIT {
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);
    private static final long ATTEMPT_DEADLINE_SECONDS = 30;
    private static final Duration CATCH_UP = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void aKilledBrokerDelaysEventsOnly() throws Exception {
        try (Installation installation = new Installation(directory)) {
            BrokerProcess broker = installation.broker();
            outage(
                    installation,
                    "broker hangs, is killed, and is away for 30 s",
                    () -> hangThenKill(installation, broker),
                    broker::start);
        }
    }

    @Test
    void aFrozenBrokerDelaysEventsOnly() throws Exception {
        try (Installation installation = new Installation(directory)) {
            Process broker = installation.broker().process();
            outage(installation, "broker frozen for 30 s", () -> Signals.freeze(broker), () -> Signals.thaw(broker));
        }
    }

    /** It takes a commit into its socket's buffer, and never sees it: what is sent then is lost with it. */
    private static void hangThenKill(Installation installation, BrokerProcess broker) throws Exception {
        Signals.freeze(broker.process());
        awaitNothingRouted(installation);
        Signals.kill(broker.process());
    }

    /** Although events come in: each relay thread has met the broker that hangs. */
    private static void awaitNothingRouted(Installation installation) {
        AtomicLong routed = new AtomicLong(-1);
        AtomicLong stored = new AtomicLong();
        await("nothing is routed any more")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    long nowRouted = installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'"
                            + " AND type = 'payment_intent.succeeded'");
                    long nowStored = installation.query("SELECT count(*) FROM tollgate.inbox");
                    return routed.getAndSet(nowRouted) == nowRouted && stored.getAndSet(nowStored) < nowStored;
                });
    }

    private static void outage(Installation installation, String name, Fault begin, Fault end) throws Exception {
        GatewayProcess gateway = installation.startGateway(List.of());
        Load load = new Load("broker", gateway::port).withBadEvents().start(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> load.answeredWith(200).size() > 1000);
        load.resetSlowest();

        begin.happen();
        AtomicLong oldest = new AtomicLong();
        Moment.lasting(OUTAGE.dividedBy(2), () -> observe(installation, oldest));
        long withoutBroker = routedWithoutBroker(installation);
        Moment.lasting(OUTAGE.dividedBy(2), () -> observe(installation, oldest));
        long routedMeanwhile = routedWithoutBroker(installation) - withoutBroker;
        end.happen();

        long back = System.nanoTime();
        long last = installation.query("SELECT extract(epoch FROM max(received_at)) * 1000 FROM tollgate.inbox");
        await("what was stored during the outage is routed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> installation.unsettled("extract(epoch FROM received_at) * 1000 <= " + last) == 0);
        Duration caughtUp = Moment.since(back);
        load.close();
        installation.awaitSettled(Duration.ofSeconds(60));
        installation.alerts().mustHaveToldOnce("broker-away");

        Ledger ledger = Ledger.of(installation, load).print(name).mustBalance().mustHaveBadEvents();
        System.out.printf(
                "%s: slowest answer %d ms, oldest transaction %d s, caught up after %d ms%n",
                name, load.slowest().toMillis(), oldest.get(), caughtUp.toMillis());
        assertThat(load.failures()).as("requests without an answer").isEmpty();
        assertThat(load.notAnsweredWith(200)).as("requests without a 200").isEmpty();
        assertThat(load.slowest()).isLessThan(STORE_TIMEOUT);
        assertThat(routedMeanwhile).as("events that need no broker go on").isPositive();
        assertThat(oldest.get()).as("no attempt outlives its deadline").isLessThanOrEqualTo(ATTEMPT_DEADLINE_SECONDS);
        assertThat(caughtUp).isLessThan(CATCH_UP);
        assertThat(ledger.dead()).isEmpty();
        assertThat(installation.query("SELECT max(attempts) FROM tollgate.inbox WHERE NOT " + BadEvents.ARE))
                .as("attempts used by good events")
                .isEqualTo(1);
        assertThat(ledger.duplicates()).isLessThanOrEqualTo(Installation.IN_FLIGHT);
    }

    private static void observe(Installation installation, AtomicLong oldest) {
        oldest.accumulateAndGet(
                installation.query("SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)"
                        + " FROM pg_stat_activity WHERE application_name = 'tollgate'"),
                Math::max);
    }

    private static long routedWithoutBroker(Installation installation) {
        return installation.query(
                "SELECT count(*) FROM tollgate.inbox WHERE type = 'customer.created' AND status = 'ROUTED'");
    }
}

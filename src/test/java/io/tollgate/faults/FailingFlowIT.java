package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Half of the traffic is of a type whose flow fails; the property {@code faults.failing-seconds} says how long. */
@Timeout(900)
class FailingFlowIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("faults.failing-seconds", 60));
    private static final int PER_SECOND = 200;
    private static final String GOOD = "payment_intent.succeeded";
    private static final String BAD = "checkout.session.completed";
    private static final Figures FIGURES = new Figures(
            "failing-flow",
            "half of the traffic fails for",
            "others/s before",
            "meanwhile",
            "their p99 before (ms)",
            "meanwhile",
            "after",
            "backlog",
            "drained/s after a pause",
            "after the mend",
            "noticed after (s)");

    @Test
    void theOthersDoNotNoticeAndItCatchesUpOnceItWorks(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        try (Installation installation = new Installation(directory);
                Receipts receipts =
                        new Receipts(installation.broker(), "stripe.payments.succeeded", "stripe.checkout.completed")) {
            GatewayProcess gateway = installation.startGateway(List.of());
            Load load = new Load("flow", gateway::port).ofTypes(GOOD, BAD).start(PER_SECOND);
            Moment.lasting(LENGTH, () -> {});

            pause(installation, true);
            Moment.lasting(LENGTH, () -> {});
            long paused = waiting(installation);
            pause(installation, false);
            double normal = drain(installation, paused);

            long start = System.nanoTime();
            Moment.lasting(LENGTH, () -> {});
            long broken = System.nanoTime();
            execute(installation, "ALTER TABLE stripe.effect RENAME TO effect_away");
            Moment.lasting(LENGTH, () -> {});
            long backlog = waiting(installation);
            long routedBefore = routed(installation);
            execute(installation, "ALTER TABLE stripe.effect_away RENAME TO effect");
            long mended = System.nanoTime();
            await("the mend is noticed")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> routed(installation) > routedBefore);
            Duration noticed = Moment.since(mended);
            double caughtUp = drain(installation, backlog);
            long drained = System.nanoTime();
            Moment.lasting(LENGTH, () -> {});
            load.close();
            long end = System.nanoTime();
            execute(installation, "UPDATE tollgate.inbox SET due_at = now() WHERE attempts > 0 AND claim IS NULL");
            installation.awaitSettled(Duration.ofSeconds(120));
            installation.alerts().mustHaveToldOnce("flow-failing");

            Latencies before = good(load, receipts, start, broken);
            Latencies meanwhile = good(load, receipts, broken, mended);
            Latencies after = good(load, receipts, drained, end);
            FIGURES.add(
                    LENGTH.toSeconds() + " s",
                    rate(before, broken - start),
                    rate(meanwhile, mended - broken),
                    before.p99(),
                    meanwhile.p99(),
                    after.p99(),
                    backlog,
                    Math.round(normal),
                    Math.round(caughtUp),
                    noticed.toMillis() / 1000.0);
            assertThat(noticed).isLessThan(Duration.ofSeconds(10));
            assertThat(backlog).as("the flow has failed").isGreaterThan(LENGTH.toSeconds() * PER_SECOND / 4);
            assertThat(rate(meanwhile, mended - broken)).isGreaterThan(0.8 * rate(before, broken - start));
            assertThat(meanwhile.p99()).isLessThan(Latencies.TOLERANCE * Math.max(before.p99(), after.p99()));
            assertThat(caughtUp).as("drained/s").isGreaterThan(normal / Latencies.TOLERANCE);
            assertThat(installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'DEAD'"))
                    .isZero();
            await("each event has its message")
                    .until(() -> receipts.receivedAt().size()
                            == load.answeredWith(200).size());
            assertThat(receipts.messages())
                    .as("no duplicates")
                    .isEqualTo(receipts.receivedAt().size());
        }
    }

    private static Latencies good(Load load, Receipts receipts, long from, long to) {
        Map<String, Long> sent = new HashMap<>(load.deliveries().sentAt());
        sent.keySet().removeIf(id -> Integer.parseInt(id.substring("evt_flow".length())) % 2 == 1);
        return Latencies.of(sent, receipts.receivedAt(), at -> at - from >= 0 && to - at > 0);
    }

    private static double rate(Latencies latencies, long nanos) {
        return Math.round(latencies.count() * 1e10 / nanos) / 10.0;
    }

    private static long waiting(Installation installation) {
        return installation.query(
                "SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING' AND type = '" + BAD + "'");
    }

    private static long routed(Installation installation) {
        return installation.query(
                "SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED' AND type = '" + BAD + "'");
    }

    /** Events a second, from now until what has waited is routed; what comes in meanwhile is routed too. */
    private static double drain(Installation installation, long backlog) {
        long start = System.nanoTime();
        long settled = installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'");
        await("the backlog is routed")
                .atMost(Duration.ofSeconds(300))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> waiting(installation) < Math.max(50, backlog / 100));
        long routed = installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'") - settled;
        return routed * 1e9 / (System.nanoTime() - start);
    }

    private static void pause(Installation installation, boolean pause) throws SQLException {
        execute(
                installation,
                pause
                        ? "INSERT INTO tollgate.paused (type, paused_at, paused_by) VALUES ('" + BAD
                                + "', now(), 'test')"
                        : "DELETE FROM tollgate.paused");
    }

    private static void execute(Installation installation, String sql) throws SQLException {
        try (var connection = installation.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

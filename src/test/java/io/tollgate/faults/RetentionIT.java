package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.GatewayProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Retention works off many old rows while events come in; the property {@code faults.old-rows} says how many. */
@Timeout(1800)
class RetentionIT {
    private static final int ROWS = Integer.getInteger("faults.old-rows", 400_000);
    private static final int PER_SECOND = 300;
    /** With and without it by turns, without at both ends, so that what else goes on hits both. */
    private static final int WINDOWS = 9;

    private static final Duration WINDOW = Duration.ofSeconds(Integer.getInteger("faults.retention-seconds", 30));
    private static final Figures FIGURES = new Figures(
            "retention",
            "old rows",
            "p99 of the answer without, in each window (ms)",
            "with",
            "median without",
            "with",
            "removed/s",
            "events/s");

    @Test
    void removesOldRowsAndNobodyNotices(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        try (Installation installation = new Installation(directory)) {
            GatewayProcess gateway = installation.startGateway(
                    List.of("--tollgate.inbox.retention=7d", "--tollgate.inbox.retention-interval=1s"));
            Connection other = takeTheTurn(installation);
            storeOld(installation);
            Load load = new Load("retention", gateway::port).start(PER_SECOND);
            Moment.lasting(WINDOW.multipliedBy(2), () -> {});

            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            for (int i = 0; i < WINDOWS; i++) {
                if (i % 2 == 1) {
                    other.close();
                } else if (i > 0) {
                    other = takeTheTurn(installation);
                }
                long start = System.nanoTime();
                Moment.lasting(WINDOW, () -> {});
                (i % 2 == 1 ? with : without)
                        .add(answers(load, start, System.nanoTime()).p99());
            }
            long removed = ROWS - old(installation);
            load.close();
            other.close();

            FIGURES.add(
                    ROWS,
                    without,
                    with,
                    median(without),
                    median(with),
                    removed / (with.size() * WINDOW.toSeconds()),
                    PER_SECOND);
            assertThat(removed).as("it keeps up").isGreaterThan(with.size() * WINDOW.toSeconds() * PER_SECOND);
            assertThat(load.notAnsweredWith(200)).isEmpty();
            assertThat(median(with)).as("p99 with it").isLessThan(Latencies.TOLERANCE * median(without));
            installation.awaitSettled(Duration.ofSeconds(60));
            Ledger.of(installation, load)
                    .print("retention of " + ROWS + " rows")
                    .mustBalance();
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Latencies answers(Load load, long from, long to) {
        return Latencies.of(load, at -> at - from >= 0 && to - at > 0);
    }

    private static long old(Installation installation) {
        return installation.query("SELECT count(*) FROM tollgate.inbox WHERE id LIKE 'evt\\_old%'");
    }

    /** As if another gateway were at it, until the connection is closed. */
    private static Connection takeTheTurn(Installation installation) throws SQLException {
        Connection connection = installation.database().connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtextextended('tollgate.retention', 0))");
        }
        return connection;
    }

    private static void storeOld(Installation installation) throws SQLException {
        try (Connection connection = installation.database().connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, payload, status, attempts)
                        SELECT 'evt_old' || i, 'customer.created', 'default', past, past, past,
                               convert_to(repeat(md5(i::text), 20), 'UTF8'), 'ROUTED', 1
                        FROM generate_series(1, ?) AS i, (SELECT now() - interval '36 days' AS past) AS t""")) {
            insert.setInt(1, ROWS);
            insert.executeUpdate();
            try (Statement statement = connection.createStatement()) {
                // so that what follows does not pay for this
                statement.execute("VACUUM ANALYZE tollgate.inbox");
                statement.execute("CHECKPOINT");
            }
        }
    }
}

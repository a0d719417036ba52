package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what is old: of a ROUTED entry first the payload, then the row. A row stays for 35 days at least, because
 * Stripe may send its event again and lists it for 30 days, and an id that is not known counts as new. DEAD and PENDING entries stay.
 *
 * <p>Works in small batches, each a transaction of its own, and rests in between, so that it is done shortly before it
 * would begin again ({@link Pace}). An advisory lock lets one gateway at a time do it.
 */
final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** How long Stripe resends and lists, and some more. Source: https://docs.stripe.com/api/events. */
    private static final Duration KNOWN_FOR = Duration.ofDays(35);

    private static final int BATCH = 50;

    /** And lets nobody's commit wait for its own: what a crash brings back is removed once more. */
    private static final String TAKE_TURN = """
            SELECT pg_try_advisory_xact_lock(hashtextextended('tollgate.retention', 0))
                   AND set_config('synchronous_commit', 'off', true) = 'off'""";

    private static final String PURGE_PAYLOADS = """
            WITH gone AS (
                UPDATE tollgate.inbox SET payload = NULL
                WHERE id = ANY (ARRAY(SELECT id FROM tollgate.inbox
                                      WHERE status = 'ROUTED' AND payload IS NOT NULL
                                        AND settled_at >= ? AND settled_at < ?
                                      ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED))
                RETURNING settled_at)
            SELECT count(*) AS entries, max(settled_at) AS newest FROM gone""";

    private static final String REMOVE_ROWS = """
            WITH gone AS (
                DELETE FROM tollgate.inbox
                WHERE id = ANY (ARRAY(SELECT id FROM tollgate.inbox
                                      WHERE status = 'ROUTED' AND payload IS %s NULL
                                        AND settled_at >= ? AND settled_at < ?
                                      ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED))
                RETURNING id, settled_at),
            attempts AS (DELETE FROM tollgate.attempt WHERE event_id IN (SELECT id FROM gone)),
            copies AS (DELETE FROM tollgate.copy WHERE event_id IN (SELECT id FROM gone))
            SELECT count(*) AS entries, max(settled_at) AS newest FROM gone""";

    /** One for each of the two partial indexes. */
    private static final List<String> REMOVE = List.of(REMOVE_ROWS.formatted("NOT"), REMOVE_ROWS.formatted(""));

    private static final String REMOVE_DONE = """
            WITH gone AS (
                DELETE FROM tollgate.done_event
                WHERE ctid = ANY (ARRAY(SELECT ctid FROM tollgate.done_event
                                        WHERE done_at >= ? AND done_at < ?
                                        ORDER BY done_at LIMIT ? FOR UPDATE SKIP LOCKED))
                RETURNING done_at)
            SELECT count(*) AS entries, max(done_at) AS newest FROM gone""";

    /** A message that still fails there is tried when it is due, and then noted anew. */
    private static final String REMOVE_FAILURES = "DELETE FROM tollgate.queue_failure WHERE next_at < ?";

    private static final Duration OVERDUE = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Duration retention;
    private final Duration interval;
    private final Clock clock;
    private final DaemonTimer timer = new DaemonTimer("inbox-retention", 1);

    /**
     * @param retention how long a payload stays once its event is routed
     * @param interval how long it waits until it looks again; for as long it works at what it finds
     */
    Retention(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Duration retention,
            Duration interval,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.retention = retention;
        this.interval = interval;
        this.clock = clock;
    }

    /** Runs now and then from here on. */
    Retention start() {
        timer.scheduleWithFixedDelay(this::runOrWait, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void runOrWait() {
        try {
            run();
        } catch (Throwable t) {
            // One that comes out would end the timer.
            log.warn("Retention goes on later: {}", t.getMessage());
        }
    }

    /** Removes all that is old now; returns early when another gateway is at it. */
    void run() {
        Instant now = clock.instant();
        Instant rows = now.minus(retention.compareTo(KNOWN_FOR) > 0 ? retention : KNOWN_FOR);
        long removed = REMOVE.stream().mapToLong(sql -> inBatches(sql, rows)).sum();
        long purged = inBatches(PURGE_PAYLOADS, now.minus(retention));
        inBatches(REMOVE_DONE, rows);
        jdbc.sql(REMOVE_FAILURES).param(Timestamp.from(now.minus(OVERDUE))).update();
        if (removed + purged > 0) {
            log.info("Retention removed {} events, and the payloads of {} more", removed, purged);
        }
    }

    private record Batch(int entries, Instant newest) {
        private static final Batch NONE = new Batch(0, Instant.EPOCH);
    }

    private long inBatches(String sql, Instant before) {
        Pace pace = new Pace(interval, before);
        long begun = System.nanoTime();
        long all = 0;
        Batch last = Batch.NONE;
        do {
            long start = System.nanoTime();
            Instant from = last.newest();
            last = transactions.execute(transaction -> mayRun() ? batch(sql, from, before) : Batch.NONE);
            all += last.entries();
            long end = System.nanoTime();
            if (last.entries() == BATCH) {
                LockSupport.parkNanos((long) (pace.rest(last.newest(), end - begun) * (end - start)));
            }
        } while (last.entries() == BATCH && !timer.isShutdown());
        return all;
    }

    private Batch batch(String sql, Instant from, Instant before) {
        return jdbc.sql(sql)
                .params(Timestamp.from(from), Timestamp.from(before), BATCH)
                .query(Batch.class)
                .single();
    }

    private boolean mayRun() {
        return jdbc.sql(TAKE_TURN).query(Boolean.class).single();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

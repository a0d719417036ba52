package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what is old: of a ROUTED entry first the payload, then the row. A row stays for 30 days at least, because
 * Stripe may send its event again until then, and an id that is not known counts as new. DEAD and PENDING entries stay.
 *
 * <p>Works in small batches, each a transaction of its own, and rests longer than it works. An advisory lock lets one
 * gateway at a time do it.
 */
final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** How long Stripe resends. Source: https://docs.stripe.com/webhooks, "Manually resend". */
    private static final Duration RESENT_WITHIN = Duration.ofDays(30);

    private static final int BATCH = 50;
    /** Rests this many times as long as a batch took. */
    private static final int REST = 19;

    /** And lets nobody's commit wait for its own: what a crash brings back is removed once more. */
    private static final String TAKE_TURN = """
            SELECT pg_try_advisory_xact_lock(hashtextextended('tollgate.retention', 0))
                   AND set_config('synchronous_commit', 'off', true) = 'off'""";

    private static final String PURGE_PAYLOADS = """
            UPDATE tollgate.inbox SET payload = NULL
            WHERE id = ANY (ARRAY(SELECT id FROM tollgate.inbox
                                  WHERE status = 'ROUTED' AND payload IS NOT NULL AND settled_at < ?
                                  ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED))""";

    private static final String REMOVE_ROWS = """
            WITH gone AS (
                DELETE FROM tollgate.inbox
                WHERE id = ANY (ARRAY(SELECT id FROM tollgate.inbox
                                      WHERE status = 'ROUTED' AND payload IS %s NULL AND settled_at < ?
                                      ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED))
                RETURNING id),
            attempts AS (DELETE FROM tollgate.attempt WHERE event_id IN (SELECT id FROM gone))
            SELECT count(*) FROM gone""";

    /** One for each of the two partial indexes. */
    private static final List<String> REMOVE = List.of(REMOVE_ROWS.formatted("NOT"), REMOVE_ROWS.formatted(""));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Duration retention;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "inbox-retention");
        thread.setDaemon(true);
        return thread;
    });

    /** @param retention how long a payload stays once its event is routed */
    Retention(JdbcTemplate jdbc, TransactionTemplate transactions, Duration retention, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.retention = retention;
        this.clock = clock;
    }

    /** Runs now and then from here on. */
    Retention startEvery(Duration interval) {
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
        Instant payloads = now.minus(retention);
        Instant rows = now.minus(retention.compareTo(RESENT_WITHIN) > 0 ? retention : RESENT_WITHIN);
        long removed = REMOVE.stream().mapToLong(sql -> remove(sql, rows)).sum();
        long purged = inBatches(() -> jdbc.update(PURGE_PAYLOADS, Timestamp.from(payloads), BATCH));
        if (removed + purged > 0) {
            log.info("Retention removed {} events, and the payloads of {} more", removed, purged);
        }
    }

    private long remove(String sql, Instant before) {
        return inBatches(() -> {
            Integer count = jdbc.queryForObject(sql, Integer.class, Timestamp.from(before), BATCH);
            return count == null ? 0 : count;
        });
    }

    private interface Batch {
        int run();
    }

    private long inBatches(Batch batch) {
        long all = 0;
        int last = BATCH;
        while (last == BATCH && !timer.isShutdown()) {
            long start = System.nanoTime();
            Integer count = transactions.execute(transaction -> mayRun() ? batch.run() : 0);
            last = count == null ? 0 : count;
            all += last;
            LockSupport.parkNanos(last == BATCH ? REST * (System.nanoTime() - start) : 0);
        }
        return all;
    }

    private boolean mayRun() {
        return Boolean.TRUE.equals(jdbc.queryForObject(TAKE_TURN, Boolean.class));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.tollgate.inbox;

import io.tollgate.inbox.EventFilter.Condition;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sets events back, so that they are routed at once, as if they had just been stored: those that are settled, and those
 * that wait for a retry. A filter is worked off in ranges of ids, each a transaction of its own that also notes how far
 * the replay has come. After a crash or a stop between two of them every event is either set back or as before, and the
 * count is right.
 *
 * <p>Left out are events whose payload retention has removed, that wait for their first attempt, or that are in one.
 */
public class Replays {
    /** Ids looked at in one statement, so that none takes long, however few of them match. */
    private static final int RANGE = 2000;

    private static final String END_OF_RANGE =
            "SELECT max(id) FROM (SELECT id FROM tollgate.inbox WHERE id > ? ORDER BY id LIMIT ?) AS range";

    /** Neither what waits for its first attempt, nor what is in one. */
    private static final String REPLAYABLE =
            "payload IS NOT NULL AND (status <> 'PENDING' OR attempts > 0 AND claim IS NULL)";

    private static final String IN_RANGE = " FROM tollgate.inbox WHERE id > ? AND id <= ? AND " + REPLAYABLE + " AND ";
    private static final String COUNT = "SELECT type, count(*) AS entries" + IN_RANGE + "%s GROUP BY type";

    private static final String SET_BACK = "UPDATE tollgate.inbox SET status = 'PENDING', attempts = 0, crashes = 0,"
            + " claim = NULL, due_at = ?, settled_at = NULL, error = NULL WHERE ";
    private static final String SET_RANGE_BACK =
            SET_BACK + "id = ANY (ARRAY(SELECT id" + IN_RANGE + "%s ORDER BY id FOR UPDATE))";
    private static final String SET_ONE_BACK = "WITH one AS (" + SET_BACK + "id = ? AND " + REPLAYABLE + """
             RETURNING id, due_at AS now)
            INSERT INTO tollgate.replay (started_at, ended_at, requested_by, filter, last_id, replayed)
            SELECT now, now, ?, id, id, 1 FROM one""";

    /** Of the same events; what a flow behind a queue has done. */
    private static final String DONE_IN_RANGE = "tollgate.done_event WHERE event_id IN (SELECT id" + IN_RANGE + "%s)";

    private static final String COUNT_DONE = "SELECT count(DISTINCT event_id) FROM " + DONE_IN_RANGE;
    private static final String FORGET_DONE = "WITH forgotten AS (DELETE FROM " + DONE_IN_RANGE
            + " RETURNING event_id) SELECT count(DISTINCT event_id) FROM forgotten";
    private static final String FORGET_ONE = "DELETE FROM tollgate.done_event WHERE event_id = ?";

    private final JdbcClient jdbc;
    private final ReplayLog log;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Replays(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.log = new ReplayLog(jdbc, clock);
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * How far a replay has come.
     *
     * @param id its number in {@code tollgate.replay}
     * @param filter what it takes, with the time it began as its end
     * @param replayed how many events it has set back
     * @param done how many of them a flow behind a queue has done before, which does them once only
     * @param lastId the last id it has looked at; the same filter after it does the rest. Empty when there is none yet.
     * @param complete whether it has looked at all
     */
    public record Result(long id, EventFilter filter, long replayed, long done, String lastId, boolean complete) {}

    /**
     * Sets one event back.
     *
     * @param again lets flows behind queues do it again that do an event once
     * @return false when there is no such event, or it is one of those that are left out
     */
    public boolean replay(String id, String by, boolean again) {
        return transactions.execute(transaction -> {
            boolean replayed = jdbc.sql(SET_ONE_BACK).params(now(), id, by).update() == 1;
            if (replayed && again) {
                jdbc.sql(FORGET_ONE).param(id).update();
            }
            return replayed;
        });
    }

    /**
     * Counts by type what {@link #replay(EventFilter, String, String, boolean, BooleanSupplier, Consumer)} would set back.
     *
     * @param after leaves out the ids up to this one; empty for none
     */
    public Map<String, Long> count(EventFilter filter, String after) {
        Condition condition = filter.condition();
        Map<String, Long> counts = new TreeMap<>();
        String from = after;
        for (Optional<String> end = endOfRange(from); end.isPresent(); end = endOfRange(from)) {
            jdbc.sql(COUNT.formatted(condition.sql()))
                    .params(from, end.get())
                    .params(condition.arguments())
                    .query(row -> {
                        counts.merge(row.getString("type"), row.getLong("entries"), Long::sum);
                    });
            from = end.get();
        }
        return counts;
    }

    /**
     * Sets back all that the filter finds and that was received before now.
     *
     * @param by who asked for it
     * @param after leaves out the ids up to this one, to go on where a stopped replay ended; empty for none
     * @param again lets flows behind queues do the events again that do each once
     * @param stop asked between two ranges
     * @param progress told at the beginning and after each range, so that whoever asked can go on after a failure too
     */
    public Result replay(
            EventFilter filter,
            String by,
            String after,
            boolean again,
            BooleanSupplier stop,
            Consumer<Result> progress) {
        EventFilter bounded = filter.until(clock.instant());
        long id = log.begin(by, bounded.toString(), after);
        Result soFar = new Result(id, bounded, 0, 0, after, false);
        progress.accept(soFar);
        Optional<String> end = endOfRange(after);
        while (end.isPresent() && !stop.getAsBoolean()) {
            soFar = setBack(soFar, end.get(), again);
            progress.accept(soFar);
            end = endOfRange(soFar.lastId());
        }
        log.end(id);
        return new Result(id, bounded, soFar.replayed(), soFar.done(), soFar.lastId(), end.isEmpty());
    }

    private Result setBack(Result before, String to, boolean again) {
        Condition condition = before.filter().condition();
        return transactions.execute(transaction -> {
            long done = jdbc.sql((again ? FORGET_DONE : COUNT_DONE).formatted(condition.sql()))
                    .params(before.lastId(), to)
                    .params(condition.arguments())
                    .query(Long.class)
                    .single();
            int changed = jdbc.sql(SET_RANGE_BACK.formatted(condition.sql()))
                    .params(now(), before.lastId(), to)
                    .params(condition.arguments())
                    .update();
            log.progress(before.id(), changed, to);
            return new Result(
                    before.id(), before.filter(), before.replayed() + changed, before.done() + done, to, false);
        });
    }

    /** The last id of the next range; empty when there is none after {@code from}. */
    private Optional<String> endOfRange(String from) {
        return jdbc.sql(END_OF_RANGE).params(from, RANGE).query(String.class).optional();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}

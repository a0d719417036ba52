package io.tollgate.inbox;

import io.tollgate.inbox.Replayable.Range;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
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
 * <p>Left out are events whose payload retention has removed, that wait for their first attempt, or that are in one; and what
 * was set aside, unless that is asked for: then nothing keeps it from the flows any more.
 */
public class Replays {
    private static final String SET_BACK = "UPDATE tollgate.inbox SET status = 'PENDING', attempts = 0, crashes = 0,"
            + " claim = NULL, due_at = ?, settled_at = NULL, error = NULL, aside = NULL WHERE ";
    private static final String SET_RANGE_BACK =
            SET_BACK + "id = ANY (ARRAY(SELECT id" + Replayable.IN_RANGE + "%s ORDER BY id FOR UPDATE))";
    private static final String SET_ONE_BACK =
            "WITH one AS (" + SET_BACK + "id = ? AND (aside IS NULL OR ?) AND " + Replayable.CONDITION + """
             RETURNING id, due_at AS now)
            INSERT INTO tollgate.replay (started_at, ended_at, requested_by, filter, last_id, replayed)
            SELECT now, now, ?, id, id, 1 FROM one""";

    private static final String FORGET_DONE = "WITH forgotten AS (DELETE FROM " + Replayable.DONE_IN_RANGE
            + " RETURNING event_id) SELECT count(DISTINCT event_id) FROM forgotten";
    private static final String FORGET_ONE = "DELETE FROM tollgate.done_event WHERE event_id = ?";

    private final JdbcClient jdbc;
    private final Replayable events;
    private final ReplayLog log;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Replays(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.events = new Replayable(jdbc);
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
     * What a replay would set back.
     *
     * @param types how many events, by type
     * @param done how many of them a flow behind a queue has done
     * @param complete whether all was counted
     */
    public record Count(Map<String, Long> types, long done, boolean complete) {
        public Count(Map<String, Long> types, long done) {
            this(types, done, true);
        }
    }

    /**
     * Sets one event back.
     *
     * @param again lets flows behind queues do it again that do an event once
     * @param aside takes it also if it was set aside
     * @return false when there is no such event, or it is one of those that are left out
     */
    public boolean replay(String id, String by, boolean again, boolean aside) {
        return transactions.execute(transaction -> {
            boolean replayed =
                    jdbc.sql(SET_ONE_BACK).params(now(), id, aside, by).update() == 1;
            if (replayed && again) {
                jdbc.sql(FORGET_ONE).param(id).update();
            }
            return replayed;
        });
    }

    /** Whether {@link #replay(String, String, boolean, boolean)} would set it back. */
    public boolean isReplayable(String id, boolean aside) {
        return events.has(id, aside);
    }

    /**
     * Counts what {@link #replay(EventFilter, String, String, boolean, BooleanSupplier, Consumer)} would set back.
     *
     * @param after leaves out the ids up to this one; empty for none
     */
    public Count count(EventFilter filter, String after) {
        return count(filter, after, () -> false);
    }

    /** @param stop asked between two ranges; then it is what was counted until then */
    public Count count(EventFilter filter, String after, BooleanSupplier stop) {
        return events.count(filter.withoutAside(), after, stop);
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
        return goOn(begin(filter, by, after), again, stop, progress);
    }

    /**
     * Notes a replay that is to be: {@link #goOn} does it.
     *
     * @param by who asks for it
     * @param after leaves out the ids up to this one; empty for none
     */
    public Result begin(EventFilter filter, String by, String after) {
        EventFilter bounded = filter.withoutAside().until(clock.instant());
        return new Result(log.begin(by, bounded.toString(), after), bounded, 0, 0, after, false);
    }

    /** The same as {@link #replay(EventFilter, String, String, boolean, BooleanSupplier, Consumer)}, of one that was noted. */
    public Result goOn(Result begun, boolean again, BooleanSupplier stop, Consumer<Result> progress) {
        Result soFar = begun;
        progress.accept(soFar);
        Optional<Range> next = events.next(begun.filter(), soFar.lastId());
        while (next.isPresent() && !stop.getAsBoolean()) {
            soFar = setBack(soFar, next.get(), again);
            progress.accept(soFar);
            next = events.next(begun.filter(), soFar.lastId());
        }
        log.end(begun.id());
        return new Result(begun.id(), begun.filter(), soFar.replayed(), soFar.done(), soFar.lastId(), next.isEmpty());
    }

    private Result setBack(Result before, Range range, boolean again) {
        Condition matching = range.matching();
        return transactions.execute(transaction -> {
            long done = events.done(again ? FORGET_DONE : Replayable.COUNT_DONE, matching);
            int changed = jdbc.sql(SET_RANGE_BACK.formatted(matching.sql()))
                    .param(now())
                    .params(matching.arguments())
                    .update();
            log.progress(before.id(), changed, range.end());
            return new Result(
                    before.id(),
                    before.filter(),
                    before.replayed() + changed,
                    before.done() + done,
                    range.end(),
                    false);
        });
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}

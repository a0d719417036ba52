package io.tollgate.inbox;

import io.tollgate.inbox.EventFilter.Condition;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
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

    private static final String SET_BACK = """
            UPDATE tollgate.inbox
            SET status = 'PENDING', attempts = 0, crashes = 0, claim = NULL, due_at = ?, settled_at = NULL,
                error = NULL
            WHERE id = ANY (ARRAY(SELECT id%s%%s ORDER BY id FOR UPDATE))""".formatted(IN_RANGE);

    private static final String SET_ONE_BACK = """
            UPDATE tollgate.inbox
            SET status = 'PENDING', attempts = 0, crashes = 0, claim = NULL, due_at = ?, settled_at = NULL,
                error = NULL
            WHERE id = ? AND\s""" + REPLAYABLE;

    private static final String BEGIN = """
            INSERT INTO tollgate.replay (started_at, requested_by, filter, last_id) VALUES (?, ?, ?, ?) RETURNING id""";

    private static final String PROGRESS =
            "UPDATE tollgate.replay SET replayed = replayed + ?, last_id = ?, ended_at = ? WHERE id = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Replays(JdbcTemplate jdbc, TransactionTemplate transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * How far a replay has come.
     *
     * @param id its number in {@code tollgate.replay}
     * @param filter what it takes, with the time it began as its end
     * @param replayed how many events it has set back
     * @param lastId the last id it has looked at; the same filter after it does the rest. Empty when there is none yet.
     * @param complete whether it has looked at all
     */
    public record Result(long id, EventFilter filter, long replayed, String lastId, boolean complete) {}

    /**
     * Sets one event back.
     *
     * @return false when there is no such event, or it is one of those that are left out
     */
    public boolean replay(String id, String by) {
        return Boolean.TRUE.equals(transactions.execute(transaction -> {
            int changed = jdbc.update(SET_ONE_BACK, now(), id);
            if (changed == 1) {
                progress(begin(by, id, ""), 1, id, true);
            }
            return changed == 1;
        }));
    }

    /**
     * Counts by type what {@link #replay(EventFilter, String, String, BooleanSupplier, Consumer)} would set back.
     *
     * @param after leaves out the ids up to this one; empty for none
     */
    public Map<String, Long> count(EventFilter filter, String after) {
        Condition condition = filter.condition();
        Map<String, Long> counts = new TreeMap<>();
        String from = after;
        for (String to = endOfRange(from); to != null; to = endOfRange(from)) {
            jdbc.query(
                    COUNT.formatted(condition.sql()),
                    row -> {
                        counts.merge(row.getString("type"), row.getLong("entries"), Long::sum);
                    },
                    arguments(condition, from, to).toArray());
            from = to;
        }
        return counts;
    }

    /**
     * Sets back all that the filter finds and that was received before now.
     *
     * @param by who asked for it
     * @param after leaves out the ids up to this one, to go on where a stopped replay ended; empty for none
     * @param stop asked between two ranges
     * @param progress told at the beginning and after each range, so that whoever asked can go on after a failure too
     */
    public Result replay(EventFilter filter, String by, String after, BooleanSupplier stop, Consumer<Result> progress) {
        EventFilter bounded = filter.until(clock.instant());
        Result soFar = new Result(begin(by, bounded.toString(), after), bounded, 0, after, false);
        progress.accept(soFar);
        String to = endOfRange(after);
        while (to != null && !stop.getAsBoolean()) {
            soFar = next(soFar, to);
            progress.accept(soFar);
            to = endOfRange(to);
        }
        progress(soFar.id(), 0, soFar.lastId(), true);
        return new Result(soFar.id(), bounded, soFar.replayed(), soFar.lastId(), to == null);
    }

    private Result next(Result before, String to) {
        int changed = setBack(before.id(), before.filter().condition(), before.lastId(), to);
        return new Result(before.id(), before.filter(), before.replayed() + changed, to, false);
    }

    private int setBack(long replay, Condition condition, String from, String to) {
        Integer changed = transactions.execute(transaction -> {
            List<Object> arguments = arguments(condition, from, to);
            arguments.add(0, now());
            int count = jdbc.update(SET_BACK.formatted(condition.sql()), arguments.toArray());
            progress(replay, count, to, false);
            return count;
        });
        return changed == null ? 0 : changed;
    }

    private static List<Object> arguments(Condition condition, String from, String to) {
        List<Object> arguments = new ArrayList<>(List.of(from, to));
        arguments.addAll(condition.arguments());
        return arguments;
    }

    /** @return null when there is no id after it */
    private String endOfRange(String from) {
        return jdbc.queryForObject(END_OF_RANGE, String.class, from, RANGE);
    }

    private long begin(String by, String filter, String after) {
        Long id = jdbc.queryForObject(BEGIN, Long.class, now(), by, filter, after);
        return id == null ? 0 : id;
    }

    private void progress(long id, long replayed, String lastId, boolean ended) {
        jdbc.update(PROGRESS, replayed, lastId, ended ? now() : null, id);
    }

    private Timestamp now() {
        Instant now = clock.instant();
        return Timestamp.from(now);
    }
}

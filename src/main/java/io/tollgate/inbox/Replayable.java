package io.tollgate.inbox;

import io.tollgate.inbox.Replays.Count;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a replay may set back, in ranges of ids. Where an index says that few rows are meant, only these are looked at, however large the
 * inbox is.
 */
final class Replayable {
    /** Ids looked at in one statement, so that none takes long, however few of them match. */
    private static final int RANGE = 2000;

    private static final int FEW = 20_000;

    private static final String END_OF_RANGE =
            "SELECT max(id) FROM (SELECT id FROM tollgate.inbox WHERE id > ? ORDER BY id LIMIT ?) AS range";
    private static final String HOW_FEW = "SELECT count(*) FROM (SELECT 1 FROM tollgate.inbox WHERE %s LIMIT ?) AS few";

    /** The offset keeps the planner from the order of the ids, by which it would look at all rows for the few. */
    private static final String NEXT_OF_FEW = """
            SELECT id FROM (SELECT id FROM tollgate.inbox WHERE %s OFFSET 0) AS few WHERE id > ? ORDER BY id LIMIT ?""";

    /** Neither what waits for its first attempt, nor what is in one. */
    static final String CONDITION = "payload IS NOT NULL AND (status <> 'PENDING' OR attempts > 0 AND claim IS NULL)";

    static final String IN_RANGE = " FROM tollgate.inbox WHERE " + CONDITION + " AND ";
    private static final String COUNT = "SELECT type, count(*) AS entries" + IN_RANGE + "%s GROUP BY type";

    /** Of the same events; what a flow behind a queue has done. */
    static final String DONE_IN_RANGE = "tollgate.done_event WHERE event_id IN (SELECT id" + IN_RANGE + "%s)";

    static final String COUNT_DONE = "SELECT count(DISTINCT event_id) FROM " + DONE_IN_RANGE;
    private static final String IS_REPLAYABLE =
            "SELECT EXISTS (SELECT FROM tollgate.inbox WHERE id = ? AND (aside IS NULL OR ?) AND " + CONDITION + ")";

    private final JdbcClient jdbc;
    private final int few;

    Replayable(JdbcClient jdbc) {
        this(jdbc, FEW);
    }

    /** @param few rows of an index that are looked at one by one; more are not few */
    Replayable(JdbcClient jdbc, int few) {
        this.jdbc = jdbc;
        this.few = few;
    }

    /**
     * The next ids to look at.
     *
     * @param matching those of them that the filter finds
     * @param end the last of them
     */
    record Range(Condition matching, String end) {}

    /** @param aside also if it was set aside */
    boolean has(String id, boolean aside) {
        return jdbc.sql(IS_REPLAYABLE).params(id, aside).query(Boolean.class).single();
    }

    /** Empty when there is none after {@code from}. */
    Optional<Range> next(EventFilter filter, String from) {
        Optional<Condition> narrow = filter.narrow().filter(this::isOfFew);
        return narrow.isPresent() ? nextOfFew(filter, narrow.get(), from) : nextOfAll(filter, from);
    }

    private boolean isOfFew(Condition narrow) {
        return jdbc.sql(HOW_FEW.formatted(narrow.sql()))
                        .params(narrow.arguments())
                        .param(few + 1)
                        .query(Integer.class)
                        .single()
                <= few;
    }

    private Optional<Range> nextOfFew(EventFilter filter, Condition narrow, String from) {
        List<String> ids = jdbc.sql(NEXT_OF_FEW.formatted(narrow.sql()))
                .params(narrow.arguments())
                .params(from, RANGE)
                .query(String.class)
                .list();
        Object array = ids.toArray(String[]::new);
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Range(filter.condition().with("id = ANY (?)", List.of(array)), ids.get(ids.size() - 1)));
    }

    private Optional<Range> nextOfAll(EventFilter filter, String from) {
        return jdbc.sql(END_OF_RANGE)
                .params(from, RANGE)
                .query(String.class)
                .optional()
                .map(end -> new Range(filter.condition().with("id > ? AND id <= ?", List.of(from, end)), end));
    }

    /** What a flow behind a queue has done of a range, by a statement that counts it. */
    long done(String sql, Condition matching) {
        return jdbc.sql(sql.formatted(matching.sql()))
                .params(matching.arguments())
                .query(Long.class)
                .single();
    }

    Count count(EventFilter filter, String after, BooleanSupplier stop) {
        Map<String, Long> counts = new TreeMap<>();
        long done = 0;
        Optional<Range> range = next(filter, after);
        while (range.isPresent()) {
            if (stop.getAsBoolean()) {
                return new Count(counts, done, false);
            }
            Condition matching = range.get().matching();
            jdbc.sql(COUNT.formatted(matching.sql()))
                    .params(matching.arguments())
                    .query(row -> {
                        counts.merge(row.getString("type"), row.getLong("entries"), Long::sum);
                    });
            done += done(COUNT_DONE, matching);
            range = next(filter, range.get().end());
        }
        return new Count(counts, done);
    }
}

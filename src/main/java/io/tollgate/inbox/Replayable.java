package io.tollgate.inbox;

import io.tollgate.inbox.EventFilter.Condition;
import io.tollgate.inbox.Replays.Count;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a replay may set back, in ranges of ids. */
final class Replayable {
    /** Ids looked at in one statement, so that none takes long, however few of them match. */
    private static final int RANGE = 2000;

    private static final String END_OF_RANGE =
            "SELECT max(id) FROM (SELECT id FROM tollgate.inbox WHERE id > ? ORDER BY id LIMIT ?) AS range";

    /** Neither what waits for its first attempt, nor what is in one. */
    static final String CONDITION = "payload IS NOT NULL AND (status <> 'PENDING' OR attempts > 0 AND claim IS NULL)";

    static final String IN_RANGE = " FROM tollgate.inbox WHERE id > ? AND id <= ? AND " + CONDITION + " AND ";
    private static final String COUNT = "SELECT type, count(*) AS entries" + IN_RANGE + "%s GROUP BY type";

    /** Of the same events; what a flow behind a queue has done. */
    static final String DONE_IN_RANGE = "tollgate.done_event WHERE event_id IN (SELECT id" + IN_RANGE + "%s)";

    static final String COUNT_DONE = "SELECT count(DISTINCT event_id) FROM " + DONE_IN_RANGE;
    private static final String IS_REPLAYABLE =
            "SELECT EXISTS (SELECT FROM tollgate.inbox WHERE id = ? AND (aside IS NULL OR ?) AND " + CONDITION + ")";

    private final JdbcClient jdbc;

    Replayable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param aside also if it was set aside */
    boolean has(String id, boolean aside) {
        return jdbc.sql(IS_REPLAYABLE).params(id, aside).query(Boolean.class).single();
    }

    /** The last id of the next range; empty when there is none after {@code from}. */
    Optional<String> end(String from) {
        return jdbc.sql(END_OF_RANGE).params(from, RANGE).query(String.class).optional();
    }

    /** What a flow behind a queue has done of a range, by a statement that counts it. */
    long done(String sql, Condition condition, String from, String to) {
        return jdbc.sql(sql.formatted(condition.sql()))
                .params(from, to)
                .params(condition.arguments())
                .query(Long.class)
                .single();
    }

    Count count(Condition condition, String after, BooleanSupplier stop) {
        Map<String, Long> counts = new TreeMap<>();
        long done = 0;
        String from = after;
        for (Optional<String> end = end(from); end.isPresent(); end = end(from)) {
            if (stop.getAsBoolean()) {
                return new Count(counts, done, false);
            }
            jdbc.sql(COUNT.formatted(condition.sql()))
                    .params(from, end.get())
                    .params(condition.arguments())
                    .query(row -> {
                        counts.merge(row.getString("type"), row.getLong("entries"), Long::sum);
                    });
            done += done(COUNT_DONE, condition, from, end.get());
            from = end.get();
        }
        return new Count(counts, done);
    }
}

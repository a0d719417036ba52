package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sets down what became of claimed entries. Every statement carries the claim's token, so that a gateway that lost its
 * lease changes nothing. Runs in the caller's transaction, or each statement in its own.
 */
public class Outcomes {
    private static final String MARK_ROUTED = """
            UPDATE tollgate.inbox SET status = 'ROUTED', settled_at = ?, claim = NULL, error = NULL
            WHERE id = ANY (?) AND claim = ? AND status = 'PENDING'""";

    private static final String RECORD_ATTEMPTS = """
            INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error)
            SELECT event_id, number, ?, ms, string_to_array(destinations, E'\\n'), NULL
            FROM unnest(?::text[], ?::integer[], ?::integer[], ?::text[]) AS a (event_id, number, ms, destinations)""";

    private static final String RECORD_FAILURE = """
            WITH marked AS (
                UPDATE tollgate.inbox SET status = ?, due_at = ?, settled_at = ?, error = ?, claim = NULL
                WHERE id = ? AND claim = ? AND status = 'PENDING'
                RETURNING id, attempts)
            INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error)
            SELECT id, attempts, ?, ?, '{}', ? FROM marked""";

    private static final String RELEASE = """
            UPDATE tollgate.inbox SET attempts = attempts - ?, due_at = ?, claim = NULL
            WHERE id = ANY (?) AND claim = ? AND status = 'PENDING'""";

    private final JdbcTemplate jdbc;

    Outcomes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Marks the entries of one claim as routed and records their attempts.
     *
     * @throws LeaseLost when not all of them are ours any more; the caller must roll back
     */
    public void markRouted(List<RoutedEntry> routed, Instant now) {
        Entry first = routed.get(0).entry();
        String[] ids = routed.stream().map(r -> r.entry().id()).toArray(String[]::new);
        int marked = jdbc.update(MARK_ROUTED, timestamp(now), ids, first.claim());
        if (marked != ids.length) {
            throw new LeaseLost(ids.length - marked);
        }
        Object[] numbers = routed.stream().map(r -> r.entry().attempts()).toArray();
        Object[] millis = routed.stream().map(RoutedEntry::millis).toArray();
        Object[] destinations =
                routed.stream().map(r -> String.join("\n", r.destinations())).toArray();
        jdbc.update(RECORD_ATTEMPTS, statement -> {
            var connection = statement.getConnection();
            statement.setTimestamp(1, timestamp(first.startedAt()));
            statement.setArray(2, connection.createArrayOf("text", ids));
            statement.setArray(3, connection.createArrayOf("integer", numbers));
            statement.setArray(4, connection.createArrayOf("integer", millis));
            statement.setArray(5, connection.createArrayOf("text", destinations));
        });
    }

    /** Records a failed attempt: due again at {@code next}, or DEAD when there is none. Nothing when the lease was lost. */
    public void markFailed(Entry entry, Optional<Instant> next, String error, int millis, Instant now) {
        jdbc.update(
                RECORD_FAILURE,
                next.isPresent() ? "PENDING" : "DEAD",
                timestamp(next.orElse(now)),
                next.isPresent() ? null : timestamp(now),
                error,
                entry.id(),
                entry.claim(),
                timestamp(entry.startedAt()),
                millis,
                error);
    }

    /** Makes the entries of one claim due at once; as they were attempted, they come back one by one. */
    public void release(List<Entry> claimed, Instant now) {
        release(claimed, 0, now);
    }

    /** Makes the entries of one claim due at once, as if it had not been made. */
    public void giveBack(List<Entry> claimed, Instant now) {
        release(claimed, 1, now);
    }

    private void release(List<Entry> claimed, int attempts, Instant now) {
        if (claimed.isEmpty()) {
            return;
        }
        String[] ids = claimed.stream().map(Entry::id).toArray(String[]::new);
        jdbc.update(RELEASE, attempts, timestamp(now), ids, claimed.get(0).claim());
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}

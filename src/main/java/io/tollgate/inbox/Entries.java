package io.tollgate.inbox;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks entries up, for operators. Changes nothing. */
public class Entries {
    private static final String COLUMNS =
            "id, type, endpoint, account, object_id, status, attempts, claim, received_at, due_at, settled_at, error";

    private static final String FIND = "SELECT " + COLUMNS + " FROM tollgate.inbox WHERE id = ?";

    /** The newest first; a page begins below the last row of the one before. */
    private static final String PAGE = "SELECT " + COLUMNS
            + " FROM tollgate.inbox WHERE %s AND (received_at, id) < (?, ?) ORDER BY received_at DESC, id DESC LIMIT ?";

    private static final String ATTEMPTS = """
            SELECT number, started_at, ms, destinations, error FROM tollgate.attempt
            WHERE event_id = ? ORDER BY started_at, number""";

    private static final String PAYLOAD = "SELECT payload FROM tollgate.inbox WHERE id = ?";

    private static final Timestamp LATEST = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));

    private final JdbcTemplate jdbc;

    Entries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A row of the inbox without its payload.
     *
     * @param account null when the event has none
     * @param objectId null when the event has none
     * @param claimed whether it is under a lease, which ends at {@code dueAt}
     * @param dueAt when it is due; of no meaning once it is settled
     * @param settledAt null while it is pending
     * @param error its last failure; null when there was none since it was stored or replayed
     */
    public record Row(
            String id,
            String type,
            String endpoint,
            String account,
            String objectId,
            EventFilter.Status status,
            int attempts,
            boolean claimed,
            Instant receivedAt,
            Instant dueAt,
            Instant settledAt,
            String error) {}

    /**
     * What became of one attempt.
     *
     * @param number 1 or more; begins again after a replay
     * @param millis how long it took
     * @param destinations what it reached, in order; empty when it failed or the type has no flow
     * @param error null when it succeeded
     */
    public record Attempt(int number, Instant startedAt, int millis, List<String> destinations, String error) {}

    public Optional<Row> find(String id) {
        return jdbc.query(FIND, Entries::row, id).stream().findFirst();
    }

    /** The attempts of an event, the oldest first. */
    public List<Attempt> attempts(String id) {
        return jdbc.query(ATTEMPTS, Entries::attempt, id);
    }

    /** The body as received; empty when there is no such event, or retention has removed it. */
    public Optional<byte[]> payload(String id) {
        List<byte[]> found = jdbc.query(PAYLOAD, (row, number) -> row.getBytes(1), id);
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(found.get(0));
    }

    /**
     * The newest first.
     *
     * @param limit rows at most; 1 or more
     * @param after the last row of the page before; null for the first page
     */
    public List<Row> page(EventFilter filter, int limit, Row after) {
        EventFilter.Condition condition = filter.condition();
        List<Object> arguments = new ArrayList<>(condition.arguments());
        arguments.add(after == null ? LATEST : Timestamp.from(after.receivedAt()));
        arguments.add(after == null ? "" : after.id());
        arguments.add(limit);
        return jdbc.query(PAGE.formatted(condition.sql()), Entries::row, arguments.toArray());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("type"),
                row.getString("endpoint"),
                row.getString("account"),
                row.getString("object_id"),
                EventFilter.Status.valueOf(row.getString("status")),
                row.getInt("attempts"),
                row.getObject("claim") != null,
                instant(row, "received_at"),
                instant(row, "due_at"),
                instant(row, "settled_at"),
                row.getString("error"));
    }

    private static Attempt attempt(ResultSet row, int number) throws SQLException {
        Array destinations = row.getArray("destinations");
        return new Attempt(
                row.getInt("number"),
                instant(row, "started_at"),
                row.getInt("ms"),
                List.of((String[]) destinations.getArray()),
                row.getString("error"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

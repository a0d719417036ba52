package io.tollgate.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks entries up, for operators. Changes nothing. */
public class Entries {
    /** Of a {@link Row}. */
    static final String COLUMNS = """
            SELECT id, type, endpoint, account, object_id, status, attempts, claim IS NOT NULL AS claimed, received_at,
                   CASE WHEN status = 'PENDING' THEN due_at END AS due_at, settled_at, error, source, aside
            FROM\s""";

    private static final String SELECT = COLUMNS + "tollgate.inbox WHERE ";

    private static final String FIND = SELECT + "id = ?";

    /** The newest first; a page begins below the last row of the one before. */
    private static final String PAGE =
            SELECT + "%s AND (received_at, id) < (?, ?) ORDER BY received_at DESC, id DESC LIMIT ?";

    private static final String ATTEMPTS = """
            SELECT number, started_at, ms AS millis, destinations, error FROM tollgate.attempt
            WHERE event_id = ? ORDER BY started_at, number""";

    private static final String STORED = """
            SELECT id, endpoint, received_at, payload FROM tollgate.inbox
            WHERE %s AND payload IS NOT NULL AND (received_at, id) < (?, ?) ORDER BY received_at DESC, id DESC LIMIT ?""";

    private static final String ACCEPTED = """
            SELECT id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at
            FROM tollgate.inbox WHERE payload IS NOT NULL AND aside IS NULL AND (received_at, id) < (?, ?)
            ORDER BY received_at DESC, id DESC LIMIT ?""";

    private static final String EVENT = """
            SELECT id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at
            FROM tollgate.inbox WHERE id = ? AND payload IS NOT NULL""";

    private static final String PAYLOAD = "SELECT payload FROM tollgate.inbox WHERE id = ?";

    private static final String KNOWN = "SELECT id FROM tollgate.inbox WHERE id = ANY (?)";

    static final Timestamp LATEST = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));

    private final JdbcClient jdbc;

    Entries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A row of the inbox without its payload.
     *
     * @param account null when the event has none
     * @param objectId null when the event has none
     * @param claimed whether it is under a lease, which ends at {@code dueAt}
     * @param dueAt when it is due; null once it is settled, and left out of JSON
     * @param settledAt null while it is pending
     * @param error its last failure; null when there was none since it was stored or replayed
     * @param source {@code webhook}, or {@code reconciled}
     * @param aside why it is routed with no destination; null unless it was set aside
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
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant dueAt,
            Instant settledAt,
            String error,
            String source,
            String aside) {}

    /**
     * What became of one attempt.
     *
     * @param number 1 or more; begins again after a replay
     * @param millis how long it took
     * @param destinations what it reached, in order; empty when it failed or the type has no flow
     * @param error null when it succeeded
     */
    public record Attempt(int number, Instant startedAt, int millis, List<String> destinations, String error) {}

    /** Those of these ids that are in the inbox. */
    public Set<String> known(Collection<String> ids) {
        return Set.copyOf(jdbc.sql(KNOWN)
                .param((Object) ids.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    public Optional<Row> find(String id) {
        return jdbc.sql(FIND).param(id).query(Row.class).optional();
    }

    /** The attempts of an event, the oldest first. */
    public List<Attempt> attempts(String id) {
        return jdbc.sql(ATTEMPTS).param(id).query(Attempt.class).list();
    }

    /** The body as received; empty when there is no such event, or retention has removed it. */
    public Optional<byte[]> payload(String id) {
        return jdbc.sql(PAYLOAD).param(id).query(byte[].class).optional();
    }

    /** As the relay gets it; empty when there is no such event, or its body is gone. */
    public Optional<VerifiedEvent> event(String id) {
        return jdbc.sql(EVENT)
                .param(id)
                .query((row, number) -> Entry.event(row))
                .optional();
    }

    /**
     * An event with its body.
     *
     * @param payload as received
     */
    public record Body(String id, String endpoint, Instant receivedAt, byte[] payload) {}

    /**
     * Those whose body is still there, the newest first; what was set aside only if the filter asks for it.
     *
     * @param limit events at most; 1 or more
     * @param after the last one of the page before; null for the first page
     */
    public List<Body> bodies(EventFilter filter, int limit, Body after) {
        Condition condition = filter.withoutAside().condition();
        return jdbc.sql(STORED.formatted(condition.sql()))
                .params(condition.arguments())
                .params(
                        after == null ? LATEST : Timestamp.from(after.receivedAt()),
                        after == null ? "" : after.id(),
                        limit)
                .query(Body.class)
                .list();
    }

    /**
     * The newest ones whose body is still there, as the relay gets them; without what was set aside.
     *
     * @param limit events at most; 1 or more
     * @param after the last one of the page before; null for the first page
     */
    public List<VerifiedEvent> newest(int limit, VerifiedEvent after) {
        return jdbc.sql(ACCEPTED)
                .params(
                        after == null ? LATEST : Timestamp.from(after.receivedAt()),
                        after == null ? "" : after.id(),
                        limit)
                .query((row, number) -> Entry.event(row))
                .list();
    }

    /**
     * Where a page ends.
     *
     * @param receivedAt of its last row
     * @param id of the same
     */
    public record Position(Instant receivedAt, String id) {
        public static Position of(Row row) {
            return new Position(row.receivedAt(), row.id());
        }
    }

    /**
     * The newest first.
     *
     * @param limit rows at most; 1 or more
     * @param after where the page before ended; null for the first page
     */
    public List<Row> page(EventFilter filter, int limit, Position after) {
        Condition condition = filter.condition();
        return jdbc.sql(PAGE.formatted(condition.sql()))
                .params(condition.arguments())
                .params(
                        after == null ? LATEST : Timestamp.from(after.receivedAt()),
                        after == null ? "" : after.id(),
                        limit)
                .query(Row.class)
                .list();
    }
}

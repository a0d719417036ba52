package io.tollgate.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes entries out of the inbox under a lease. Each claim is one statement, committed by itself: after a crash nothing
 * is locked, the attempt is counted, and the entries are due again when the lease is over. {@link Outcomes} ends it.
 */
public class Claims {
    /**
     * Of each type that waits its oldest entry, by one probe of the index a type, whatever the depth of the others; then
     * an equal share of the batch for each type that is open, so that a flood of one type delays no other.
     */
    private static final String CLAIM = """
            WITH RECURSIVE waiting AS (
                     (SELECT type, due_at FROM tollgate.inbox WHERE %1$s ORDER BY type, due_at LIMIT 1)
                     UNION ALL
                     SELECT next.* FROM waiting, LATERAL (
                         SELECT type, due_at FROM tollgate.inbox AS i WHERE %1$s AND i.type > waiting.type
                         ORDER BY type, due_at LIMIT 1) AS next),
                 open AS MATERIALIZED (
                     SELECT type FROM waiting
                     WHERE due_at <= ? AND %2$s
                       AND NOT EXISTS (SELECT 1 FROM tollgate.paused AS p WHERE p.type IN (waiting.type, '*'))
                     ORDER BY %3$s LIMIT ?),
                 due AS MATERIALIZED (
                     SELECT share.id FROM open, LATERAL (
                         SELECT id FROM tollgate.inbox AS i WHERE %1$s AND i.type = open.type AND due_at <= ?
                         ORDER BY due_at LIMIT (SELECT greatest(1, ? / count(*)) FROM open)
                         FOR UPDATE SKIP LOCKED) AS share
                     -- never reached; without it the planner expects a tenth of the table and reads all of it
                     LIMIT ?),
                 token AS MATERIALIZED (SELECT nextval('tollgate.inbox_claim') AS claim)
            UPDATE tollgate.inbox AS i
            SET attempts = attempts + 1, claim = token.claim, due_at = ?
            FROM due, token
            WHERE i.id = due.id
            RETURNING i.id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at,
                      attempts, i.claim""";

    private static final String FRESH = "status = 'PENDING' AND attempts = 0";
    private static final String RETRY = "status = 'PENDING' AND attempts > 0 AND claim IS NULL";
    private static final String SUSPECT = "status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL";

    private static final String NOT_OF_TYPES = "type <> ALL (?)";
    private static final String OF_TYPES = "type = ANY (?)";

    private static final String OLDEST_FIRST = "due_at";
    private static final String IN_TURN = "type <= ?, type";

    private static final String CLAIM_FRESH = CLAIM.formatted(FRESH, NOT_OF_TYPES, OLDEST_FIRST);
    private static final String CLAIM_FRESH_OF = CLAIM.formatted(FRESH, OF_TYPES, OLDEST_FIRST);
    private static final String CLAIM_RETRY = CLAIM.formatted(RETRY, NOT_OF_TYPES, IN_TURN);
    private static final String CLAIM_SUSPECT = CLAIM.formatted(SUSPECT, NOT_OF_TYPES, OLDEST_FIRST);

    /** What was never attempted is under no lease and waits for nothing, whatever the clock says. */
    private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

    private static final String IS_SUSPECT_DUE = """
            SELECT EXISTS (
                SELECT 1 FROM tollgate.inbox AS i
                WHERE status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL AND due_at <= ? AND type <> ALL (?)
                  AND NOT EXISTS (SELECT 1 FROM tollgate.paused AS p WHERE p.type IN (i.type, '*')))""";

    private static final int ONE = 1;

    private final JdbcTemplate jdbc;

    Claims(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Claims up to {@code limit} entries that were never attempted, of all types but {@code held} and those that are
     * paused: the oldest of each type, the same number of each.
     */
    public List<Entry> claimFresh(int limit, Collection<String> held, Instant now, Duration lease) {
        return claim(CLAIM_FRESH, ALWAYS, held, limit, now, lease);
    }

    /** Claims up to {@code limit} entries of one type that were never attempted, the oldest first, unless it is paused. */
    public List<Entry> claimFreshOf(String type, int limit, Instant now, Duration lease) {
        return claim(CLAIM_FRESH_OF, ALWAYS, List.of(type), limit, now, lease);
    }

    /**
     * Claims one due entry whose attempts have failed: alone, so that it fails no other.
     *
     * @param after the type of the one before: the types take turns in their alphabetical order, so that the retries of
     *     one do not wait for all of another's
     */
    public Optional<Entry> claimRetry(Collection<String> held, String after, Instant now, Duration lease) {
        return jdbc
                .query(
                        CLAIM_RETRY,
                        (row, number) -> entry(row, now),
                        timestamp(now),
                        held.toArray(String[]::new),
                        after,
                        ONE,
                        timestamp(now),
                        ONE,
                        ONE,
                        timestamp(now.plus(lease)))
                .stream()
                .findFirst();
    }

    /**
     * Claims one suspect: an entry whose last attempt never ended, since nobody has set its claim back. It may be what
     * took the process down, so the caller attempts nothing else meanwhile.
     */
    public Optional<Entry> claimSuspect(Collection<String> held, Instant now, Duration lease) {
        return claim(CLAIM_SUSPECT, now, held, ONE, now, lease).stream().findFirst();
    }

    /** Whether {@link #claimSuspect} would find one. */
    public boolean isSuspectDue(Collection<String> held, Instant now) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(IS_SUSPECT_DUE, Boolean.class, timestamp(now), held.toArray(String[]::new)));
    }

    private List<Entry> claim(
            String sql, Instant dueBy, Collection<String> types, int limit, Instant now, Duration lease) {
        return jdbc.query(
                sql,
                (row, number) -> entry(row, now),
                timestamp(dueBy),
                types.toArray(String[]::new),
                limit,
                timestamp(dueBy),
                limit,
                limit,
                timestamp(now.plus(lease)));
    }

    private static Entry entry(ResultSet row, Instant claimedAt) throws SQLException {
        VerifiedEvent event = new VerifiedEvent(
                row.getString("id"),
                row.getString("type"),
                row.getString("endpoint"),
                row.getObject("livemode", Boolean.class),
                row.getObject("created", Long.class),
                row.getString("api_version"),
                row.getString("account"),
                row.getString("object_id"),
                row.getBytes("payload"),
                row.getTimestamp("received_at").toInstant());
        return new Entry(event, row.getInt("attempts"), row.getLong("claim"), claimedAt);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}

package io.tollgate.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes entries out of the inbox under a lease. Each claim is one statement, committed by itself: after a crash nothing
 * is locked, the attempt is counted, and the entries are due again when the lease is over. {@link Outcomes} ends it.
 */
public class Claims {
    /** Of each type that waits its oldest entry, by one probe of the index a type, whatever the depth of the others. */
    private static final String WAITING = """
            (SELECT type, due_at FROM tollgate.inbox WHERE %1$s ORDER BY type, due_at LIMIT 1)
            UNION ALL
            SELECT next.* FROM waiting, LATERAL (
                SELECT type, due_at FROM tollgate.inbox AS i WHERE %1$s AND i.type > waiting.type
                ORDER BY type, due_at LIMIT 1) AS next""";

    /** The same of these types alone, from a time on: past what was claimed before then. */
    private static final String WAITING_OF = """
            SELECT known.type, oldest.due_at FROM unnest(?::text[]) AS known (type), LATERAL (
                SELECT due_at FROM tollgate.inbox AS i WHERE %1$s AND i.type = known.type AND due_at >= ?
                ORDER BY due_at LIMIT 1) AS oldest""";

    /** An equal share of the batch for each type that is open, so that a flood of one type delays no other. */
    private static final String CLAIM = """
            WITH RECURSIVE waiting AS (%2$s),
                 open AS MATERIALIZED (
                     SELECT type FROM waiting
                     WHERE due_at <= ? AND type <> ALL (?)
                       AND NOT EXISTS (SELECT 1 FROM tollgate.paused AS p WHERE p.type IN (waiting.type, '*'))
                     ORDER BY %3$s LIMIT ?),
                 due AS MATERIALIZED (
                     SELECT share.id FROM open, LATERAL (
                         SELECT id FROM tollgate.inbox AS i
                         WHERE %1$s AND i.type = open.type AND due_at >= ? AND due_at <= ?
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

    private static final String OLDEST_FIRST = "due_at";
    private static final String IN_TURN = "type <= ?, type";

    private static final String CLAIM_FRESH = claimOf(FRESH, WAITING, OLDEST_FIRST);
    private static final String CLAIM_FRESH_OF = claimOf(FRESH, WAITING_OF, OLDEST_FIRST);
    private static final String CLAIM_RETRY = claimOf(RETRY, WAITING, IN_TURN);
    private static final String CLAIM_SUSPECT = claimOf(SUSPECT, WAITING, OLDEST_FIRST);

    /** What was never attempted is under no lease and waits for nothing, whatever the clock says. */
    private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

    private static final Instant BEGINNING = Instant.EPOCH;

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
        return claim(CLAIM_FRESH, now, fresh(held, BEGINNING, limit, now, lease));
    }

    /**
     * The same of {@code types} alone, and only of those entries that were received at {@code from} or later. What was
     * claimed keeps its place in the index until PostgreSQL's next VACUUM; this need not walk past all of it.
     */
    public List<Entry> claimFreshOf(Collection<String> types, Instant from, int limit, Instant now, Duration lease) {
        List<Object> values = new ArrayList<>(List.of(types.toArray(String[]::new), timestamp(from)));
        values.addAll(fresh(List.of(), from, limit, now, lease));
        return claim(CLAIM_FRESH_OF, now, values);
    }

    private static List<Object> fresh(Collection<String> held, Instant from, int limit, Instant now, Duration lease) {
        return List.of(
                timestamp(ALWAYS),
                held.toArray(String[]::new),
                limit,
                timestamp(from),
                timestamp(ALWAYS),
                limit,
                limit,
                timestamp(now.plus(lease)));
    }

    /** Claims up to {@code limit} entries of one type that were never attempted, the oldest first, unless it is paused. */
    public List<Entry> claimFreshOf(String type, int limit, Instant now, Duration lease) {
        return claimFreshOf(List.of(type), BEGINNING, limit, now, lease);
    }

    /**
     * Claims one due entry whose attempts have failed: alone, so that it fails no other.
     *
     * @param after the type of the one before: the types take turns in their alphabetical order, so that the retries of
     *     one do not wait for all of another's
     */
    public Optional<Entry> claimRetry(Collection<String> held, String after, Instant now, Duration lease) {
        return claimOne(CLAIM_RETRY, held, List.of(after), now, lease);
    }

    /**
     * Claims one suspect: an entry whose last attempt never ended, since nobody has set its claim back. It may be what
     * took the process down, so the caller attempts nothing else meanwhile.
     */
    public Optional<Entry> claimSuspect(Collection<String> held, Instant now, Duration lease) {
        return claimOne(CLAIM_SUSPECT, held, List.of(), now, lease);
    }

    /** Whether {@link #claimSuspect} would find one. */
    public boolean isSuspectDue(Collection<String> held, Instant now) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(IS_SUSPECT_DUE, Boolean.class, timestamp(now), held.toArray(String[]::new)));
    }

    private Optional<Entry> claimOne(
            String sql, Collection<String> held, List<String> order, Instant now, Duration lease) {
        List<Object> values = new ArrayList<>(List.of(timestamp(now), held.toArray(String[]::new)));
        values.addAll(order);
        values.addAll(List.of(ONE, timestamp(BEGINNING), timestamp(now), ONE, ONE, timestamp(now.plus(lease))));
        return claim(sql, now, values).stream().findFirst();
    }

    private List<Entry> claim(String sql, Instant now, List<Object> values) {
        return jdbc.query(sql, (row, number) -> entry(row, now), values.toArray());
    }

    private static String claimOf(String state, String waiting, String order) {
        return CLAIM.formatted(state, waiting.formatted(state), order);
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

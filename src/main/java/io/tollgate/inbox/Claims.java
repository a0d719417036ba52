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
import org.springframework.jdbc.core.RowMapper;

/**
 * Takes entries out of the inbox under a lease. Each claim is one statement, committed by itself: after a crash nothing
 * is locked, the attempt is counted, and the entries are due again when the lease is over. {@link Outcomes} ends it.
 */
public class Claims {
    private static final String CLAIM = """
            WITH token AS MATERIALIZED (SELECT nextval('tollgate.inbox_claim') AS claim),
                 due AS MATERIALIZED (
                     SELECT id FROM tollgate.inbox
                     WHERE status = 'PENDING' AND %s AND type <> ALL (?)
                     ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE tollgate.inbox AS i
            SET attempts = attempts + 1, claim = token.claim, due_at = ?
            FROM due, token
            WHERE i.id = due.id
            RETURNING i.id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at,
                      attempts, i.claim""";

    /** Whatever the clock says: what was never attempted is under no lease, and waits for nothing. */
    private static final String CLAIM_FRESH = CLAIM.formatted("attempts = 0");

    private static final String CLAIM_RETRY = CLAIM.formatted("attempts > 0 AND claim IS NULL AND due_at <= ?");
    private static final String CLAIM_SUSPECT = CLAIM.formatted("attempts > 0 AND claim IS NOT NULL AND due_at <= ?");

    private static final String BRING_FORWARD = """
            UPDATE tollgate.inbox SET due_at = ?
            WHERE id IN (
                SELECT id FROM tollgate.inbox
                WHERE status = 'PENDING' AND attempts > 0 AND claim %s AND due_at > ?
                ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    /** One statement for each of the two partial indexes. */
    private static final List<String> BRING_FORWARD_ALL =
            List.of(BRING_FORWARD.formatted("IS NULL"), BRING_FORWARD.formatted("IS NOT NULL"));

    private static final String IS_SUSPECT_DUE = """
            SELECT EXISTS (
                SELECT 1 FROM tollgate.inbox
                WHERE status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL AND due_at <= ? AND type <> ALL (?))""";

    private static final String GIVE_UP = """
            WITH due AS MATERIALIZED (
                SELECT id FROM tollgate.inbox
                WHERE status = 'PENDING' AND attempts >= ? AND attempts > 0 AND claim IS NOT NULL AND due_at <= ?
                ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
            UPDATE tollgate.inbox AS i
            SET status = 'DEAD', settled_at = ?, claim = NULL,
                error = coalesce(error, 'The gateway stopped while routing it, ' || attempts || ' times')
            FROM due WHERE i.id = due.id
            RETURNING i.id || ' ' || type""";

    private static final int ONE = 1;

    private final JdbcTemplate jdbc;

    Claims(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Claims up to {@code limit} entries that were never attempted, the oldest first, of all types but {@code held}. */
    public List<Entry> claimFresh(int limit, Collection<String> held, Instant now, Duration lease) {
        return claim(CLAIM_FRESH, now, held.toArray(String[]::new), limit, timestamp(now.plus(lease)));
    }

    /** Claims one due entry whose attempts have failed: alone, so that it fails no other. */
    public Optional<Entry> claimRetry(Collection<String> held, Instant now, Duration lease) {
        return claimOne(CLAIM_RETRY, held, now, lease);
    }

    /**
     * Claims one suspect: an entry whose last attempt never ended, since nobody has set its claim back. It may be what
     * took the process down, so the caller attempts nothing else meanwhile.
     */
    public Optional<Entry> claimSuspect(Collection<String> held, Instant now, Duration lease) {
        return claimOne(CLAIM_SUSPECT, held, now, lease);
    }

    /** Whether {@link #claimSuspect} would find one. */
    public boolean isSuspectDue(Collection<String> held, Instant now) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(IS_SUSPECT_DUE, Boolean.class, timestamp(now), held.toArray(String[]::new)));
    }

    private Optional<Entry> claimOne(String sql, Collection<String> held, Instant now, Duration lease) {
        return claim(sql, now, timestamp(now), held.toArray(String[]::new), ONE, timestamp(now.plus(lease))).stream()
                .findFirst();
    }

    private List<Entry> claim(String sql, Instant now, Object... arguments) {
        RowMapper<Entry> row = (result, number) -> entry(result, now);
        return jdbc.query(sql, row, arguments);
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

    /**
     * Makes due what lies further ahead than {@code horizon}: it was scheduled, or claimed, by a clock that has been set
     * back since, or that is far ahead of ours. Were it claimed by a gateway that still runs, its mark would find the
     * lease lost.
     *
     * @param horizon the latest time that the schedule and the lease can produce
     * @return how many, at most 2,000 in one call
     */
    public int bringForward(Instant now, Instant horizon) {
        return BRING_FORWARD_ALL.stream()
                .mapToInt(sql -> jdbc.update(sql, timestamp(now), timestamp(horizon)))
                .sum();
    }

    /**
     * Sets DEAD each suspect whose attempts are all used: the last of them never ended.
     *
     * @return id and type of each
     */
    public List<String> giveUpExhausted(int maxAttempts, Instant now) {
        return jdbc.queryForList(GIVE_UP, String.class, maxAttempts, timestamp(now), timestamp(now));
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}

package io.tollgate.inbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes entries out of the inbox under a lease. Each claim is one statement, committed by itself: after a crash nothing
 * is locked, the attempt is counted, and the entries are due again when the lease is over. {@link Outcomes} ends it. What
 * is due, and until when a lease holds, says the database's clock.
 */
public class Claims {
    /** The time, once a statement. As a query of its own, so that an index may be searched with it. */
    static final String DATABASE_CLOCK = "(SELECT clock_timestamp())";

    /**
     * For each connection of its pool. A kept plan was made while a new inbox was small, and would read all of it; and
     * unlike {@link PlannedAnew} this leaves the payloads to be sent as bytes, not as text of twice the length.
     */
    static final String PLANNED_ANEW = "SET plan_cache_mode = force_custom_plan; SET enable_seqscan = off";

    /** Of each type that waits its oldest entry, by one probe of the index a type, whatever the depth of the others. */
    private static final String WAITING = """
            (SELECT type, due_at FROM tollgate.inbox WHERE %1$s ORDER BY type, due_at LIMIT 1)
            UNION ALL
            SELECT next.* FROM waiting, LATERAL (
                SELECT type, due_at FROM tollgate.inbox AS i WHERE %1$s AND i.type > waiting.type
                ORDER BY type, due_at LIMIT 1) AS next""";

    /** The same of one type alone. */
    private static final String WAITING_OF = """
            (SELECT type, due_at FROM tollgate.inbox WHERE %1$s AND type = ? ORDER BY due_at LIMIT 1)""";

    /** An equal share of the batch for each type that is open, so that a flood of one type delays no other. */
    private static final String CLAIM = """
            WITH RECURSIVE waiting AS (%2$s),
                 open AS MATERIALIZED (
                     SELECT type FROM waiting
                     WHERE due_at <= %4$s AND type <> ALL (?)
                       AND NOT EXISTS (SELECT 1 FROM tollgate.paused AS p WHERE p.type IN (waiting.type, '*'))
                     ORDER BY %3$s LIMIT ?),
                 due AS MATERIALIZED (
                     SELECT share.*, open.type FROM open, LATERAL (
                         SELECT id, due_at, octet_length(payload) AS bytes FROM tollgate.inbox AS i
                         WHERE %1$s AND i.type = open.type AND due_at <= %4$s
                         ORDER BY due_at LIMIT (SELECT greatest(1, ? / count(*)) FROM open)
                         FOR UPDATE SKIP LOCKED) AS share
                     -- never reached; without it the planner expects a tenth of the table and reads all of it
                     LIMIT ?),
                 bounded AS MATERIALIZED (
                     SELECT * FROM (SELECT id, due_at, sum(bytes) OVER (ORDER BY nth, due_at, id) - bytes AS before
                                    FROM (SELECT *, row_number() OVER (PARTITION BY type ORDER BY due_at, id) AS nth
                                          FROM due) AS numbered) AS summed
                     WHERE before < ?),
                 token AS MATERIALIZED (SELECT nextval('tollgate.inbox_claim') AS claim, %4$s AS now)
            UPDATE tollgate.inbox AS i
            SET %5$s, claim = token.claim,
                due_at = token.now + ? * interval '1 ms'
            FROM bounded, token
            WHERE i.id = bounded.id
            RETURNING i.id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at,
                      traceparent, greatest(attempts, 1) AS attempts, i.claim, bounded.due_at, token.now AS claimed_at""";

    static final String FRESH = "status = 'PENDING' AND attempts = 0";
    static final String RETRY = "status = 'PENDING' AND attempts > 0 AND claim IS NULL";
    static final String SUSPECT = "status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL";

    /** Taken for the first time, it counts none yet: most of a claim waits in memory until its turn comes. */
    private static final String UNLESS_TAKEN_BEFORE = """
            attempts = (i.claim IS NOT NULL)::integer, crashes = crashes + (i.claim IS NOT NULL)::integer""";

    private static final String ONE_MORE = "attempts = attempts + 1";
    private static final String ONE_MORE_CRASH = "attempts = attempts + 1, crashes = crashes + 1";

    private static final String OLDEST_FIRST = "due_at";
    /** The types take turns in their alphabetical order, so that the retries of many do not wait for those of a few. */
    private static final String IN_TURN = "type <= ?, type";

    /** So much of payloads is in one claim, or one event of whatever size. */
    private static final long MOST_BYTES = 16 << 20;

    private final JdbcClient jdbc;
    private final String claimFresh;
    private final String claimFreshOf;
    private final String claimRetries;
    private final String claimSuspect;

    /**
     * @param dataSource whose connections begin with {@link #PLANNED_ANEW}
     * @param now what says the time, in parentheses
     */
    Claims(DataSource dataSource, String now) {
        this.jdbc = JdbcClient.create(dataSource);
        this.claimFresh = claimOf(FRESH, WAITING, OLDEST_FIRST, UNLESS_TAKEN_BEFORE, now);
        this.claimFreshOf = claimOf(FRESH, WAITING_OF, OLDEST_FIRST, UNLESS_TAKEN_BEFORE, now);
        this.claimRetries = claimOf(RETRY, WAITING, IN_TURN, ONE_MORE, now);
        this.claimSuspect = claimOf(SUSPECT, WAITING, OLDEST_FIRST, ONE_MORE_CRASH, now);
    }

    private static String claimOf(String state, String waiting, String order, String counted, String now) {
        return CLAIM.formatted(state, waiting.formatted(state), order, now, counted);
    }

    /**
     * Claims up to {@code limit} entries that were never attempted, of all types but {@code held} and those that are
     * paused: the oldest of each type, the same number of each. One that was claimed or reserved before and never
     * settled counts an attempt and a crash from now on.
     */
    public List<Entry> claimFresh(int limit, Collection<String> held, Duration lease) {
        return claim(claimFresh, held, List.of(), limit, lease);
    }

    /** The same of one type alone, the oldest. */
    public Optional<Entry> claimFreshOf(String type, Duration lease) {
        return jdbc.sql(claimFreshOf)
                .params(type, new String[0], 1, 1, 1, MOST_BYTES, lease.toMillis())
                .query(Entry::of)
                .optional();
    }

    /**
     * Claims up to {@code limit} due entries whose attempts have failed.
     *
     * @param after the last type of the claim before: the types take turns
     */
    public List<Entry> claimRetries(int limit, Collection<String> held, String after, Duration lease) {
        return claim(claimRetries, held, List.of(after), limit, lease);
    }

    /**
     * Claims one suspect: an entry whose last attempt never ended, since nobody has set its claim back. It may be what
     * took the process down, so it is alone in its batch; the crash is counted.
     */
    public Optional<Entry> claimSuspect(Collection<String> held, Duration lease) {
        return claim(claimSuspect, held, List.of(), 1, lease).stream().findFirst();
    }

    private List<Entry> claim(String sql, Collection<String> held, List<Object> order, int limit, Duration lease) {
        return jdbc.sql(sql)
                .param(held.toArray(String[]::new))
                .params(order)
                .params(limit, limit, limit, MOST_BYTES, lease.toMillis())
                .query(Entry::of)
                .list();
    }
}

package io.tollgate.inbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sets down what became of claimed entries. Every statement that ends a claim carries its token, so that a gateway that
 * lost its lease changes nothing. Runs in the caller's transaction, or each statement in its own.
 */
public class Outcomes {
    /** All of it in one statement: an entry is marked, and its attempt recorded, or neither. */
    private static final String MARK_ROUTED = """
            WITH done AS (
                SELECT * FROM %2$s),
            marked AS (
                UPDATE tollgate.inbox AS i SET status = 'ROUTED', settled_at = %1$s, attempts = d.number, claim = NULL,
                    error = NULL
                FROM done AS d WHERE i.id = d.id AND i.claim = d.claim AND i.status = 'PENDING'
                RETURNING d.*)
            INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error)
            SELECT id, number, started_at, ms, string_to_array(destinations, E'\\n'), NULL FROM marked""";

    private static final String MARK_FAILED = """
            WITH failed AS (
                SELECT * FROM %2$s),
            clock AS MATERIALIZED (SELECT %1$s AS now),
            marked AS (
                UPDATE tollgate.inbox AS i
                SET status = CASE WHEN f.wait IS NULL THEN 'DEAD' ELSE 'PENDING' END,
                    settled_at = CASE WHEN f.wait IS NULL THEN now END,
                    due_at = now + coalesce(f.wait, 0) * interval '1 ms', attempts = f.number, error = f.error, crashes = 0,
                    claim = NULL
                FROM failed AS f, clock WHERE i.id = f.id AND i.claim = f.claim AND i.status = 'PENDING'
                RETURNING f.*)
            INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error)
            SELECT id, number, started_at, ms, '{}', error FROM marked""";

    private static final String GIVE_BACK = """
            UPDATE tollgate.inbox AS i
            -- what was in a crash was counted when it was claimed: it stays one that nobody has ended, by a new token
            SET attempts = g.number - 1, claim = CASE WHEN crashes > 0 THEN nextval('tollgate.inbox_claim') END,
                crashes = greatest(crashes - 1, 0),
                due_at = CASE WHEN w.ms = 0 THEN g.due_at ELSE %1$s + w.ms * interval '1 ms' END
            FROM (SELECT ?::bigint AS ms) AS w, %2$s
            WHERE i.id = g.id AND i.claim = g.claim AND i.status = 'PENDING'""";

    private static final String BRING_FORWARD = """
            UPDATE tollgate.inbox SET due_at = %1$s
            WHERE id IN (
                SELECT id FROM tollgate.inbox
                WHERE %2$s AND type = ? AND due_at > %1$s AND attempts <= ?
                ORDER BY due_at LIMIT 10000 FOR UPDATE SKIP LOCKED)""";

    private static final String GIVE_UP = """
            WITH due AS MATERIALIZED (
                SELECT id FROM tollgate.inbox
                WHERE %2$s AND due_at <= %1$s AND (attempts >= ? OR crashes >= ? AND attempts > 1)
                ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
            UPDATE tollgate.inbox AS i
            SET status = 'DEAD', settled_at = %1$s, claim = NULL,
                error = 'The gateway stopped while routing it, ' || crashes + 1 || ' times'
            FROM due WHERE i.id = due.id
            RETURNING i.id, type""";

    private final JdbcTemplate jdbc;
    private final String markRouted;
    private final String markFailed;
    private final String giveBack;
    private final String bringForward;
    private final String giveUp;

    /** @param now what says the time, in parentheses */
    Outcomes(DataSource dataSource, String now) {
        this.jdbc = new PlannedAnew(dataSource);
        this.markRouted = MARK_ROUTED.formatted(now, RoutedEntry.COLUMNS.rows("d"));
        this.markFailed = MARK_FAILED.formatted(now, FailedEntry.COLUMNS.rows("f"));
        this.giveBack = GIVE_BACK.formatted(now, Entry.COLUMNS.rows("g"));
        this.bringForward = BRING_FORWARD.formatted(now, Claims.RETRY);
        this.giveUp = GIVE_UP.formatted(now, Claims.SUSPECT);
    }

    /**
     * Marks the entries as routed and records their attempts.
     *
     * @throws LeaseLost when not all of them are ours any more; the caller must roll back
     */
    public void markRouted(List<RoutedEntry> routed) {
        int marked = update(markRouted, RoutedEntry.COLUMNS, routed);
        if (marked != routed.size()) {
            throw new LeaseLost(routed.size() - marked);
        }
    }

    /** Records failed attempts: each is due again, or dead. Nothing of those whose lease was lost. */
    public void markFailed(List<FailedEntry> failed) {
        update(markFailed, FailedEntry.COLUMNS, failed);
    }

    /**
     * Sets entries back as if they had not been claimed: each keeps its place among those that wait, and a suspect is one.
     *
     * @param wait they are not due before this is over; zero for none
     */
    public void giveBack(Collection<Entry> claimed, Duration wait) {
        if (!claimed.isEmpty()) {
            jdbc.update(giveBack, statement -> {
                statement.setLong(1, wait.toMillis());
                Entry.COLUMNS.bind(statement, 2, List.copyOf(claimed));
            });
        }
    }

    /**
     * Makes due what waits for a retry of one type, because its flow works again.
     *
     * @param attempts those with more attempts keep to their schedule
     * @return how many, at most 10,000; those beyond come as they are scheduled
     */
    public int bringForward(String type, int attempts) {
        return jdbc.update(bringForward, type, attempts);
    }

    /**
     * Sets DEAD each suspect whose attempts are all used, or that has been in too many crashes.
     *
     * @param maxCrashes so many attempts that never ended are enough; 1 or more
     */
    public List<GivenUp> giveUpExhausted(int maxAttempts, int maxCrashes) {
        return jdbc.query(
                giveUp,
                (row, number) -> new GivenUp(row.getString("id"), row.getString("type")),
                maxAttempts,
                maxCrashes - 1);
    }

    /** An entry that is dead because its last attempt never ended. */
    public record GivenUp(String id, String type) {
        @Override
        public String toString() {
            return id + " " + type;
        }
    }

    private <T> int update(String sql, Columns<T> columns, List<T> rows) {
        return rows.isEmpty() ? 0 : jdbc.update(sql, statement -> columns.bind(statement, 1, rows));
    }
}

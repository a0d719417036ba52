package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Changes when entries are due without an attempt, or that they never will be again. Each call is one statement or two. */
public class Schedule {
    private static final String BRING_FORWARD = """
            UPDATE tollgate.inbox SET due_at = ?
            WHERE id IN (
                SELECT id FROM tollgate.inbox
                WHERE status = 'PENDING' AND attempts > 0 AND claim %s AND due_at > ?
                ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED)""";

    private static final String BRING_TYPE_FORWARD = """
            UPDATE tollgate.inbox SET due_at = ?
            WHERE id IN (
                SELECT id FROM tollgate.inbox
                WHERE status = 'PENDING' AND attempts > 0 AND claim IS NULL AND type = ? AND due_at > ? AND attempts <= ?
                ORDER BY due_at LIMIT 10000 FOR UPDATE SKIP LOCKED)""";

    /** One statement for each of the two partial indexes. */
    private static final List<String> BRING_FORWARD_ALL =
            List.of(BRING_FORWARD.formatted("IS NULL"), BRING_FORWARD.formatted("IS NOT NULL"));

    private static final String GIVE_UP = """
            WITH due AS MATERIALIZED (
                SELECT id FROM tollgate.inbox
                WHERE status = 'PENDING' AND attempts >= ? AND attempts > 0 AND claim IS NOT NULL AND due_at <= ?
                ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
            UPDATE tollgate.inbox AS i
            SET status = 'DEAD', settled_at = ?, claim = NULL,
                error = coalesce(error, 'The gateway stopped while routing it, ' || attempts || ' times')
            FROM due WHERE i.id = due.id
            RETURNING i.id, type""";

    private final JdbcTemplate jdbc;

    Schedule(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
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
     * Makes due what waits for a retry of one type, because its flow works again.
     *
     * @param attempts those with more attempts keep to their schedule
     * @return how many, at most 10,000; those beyond come as they are scheduled
     */
    public int bringForward(String type, int attempts, Instant now) {
        return jdbc.update(BRING_TYPE_FORWARD, timestamp(now), type, timestamp(now), attempts);
    }

    /**
     * Sets DEAD each suspect whose attempts are all used: the last of them never ended.
     *
     * @return each of them
     */
    public List<GivenUp> giveUpExhausted(int maxAttempts, Instant now) {
        return jdbc.query(
                GIVE_UP,
                (row, number) -> new GivenUp(row.getString("id"), row.getString("type")),
                maxAttempts,
                timestamp(now),
                timestamp(now));
    }

    /** An entry that is dead because its last attempt never ended. */
    public record GivenUp(String id, String type) {
        @Override
        public String toString() {
            return id + " " + type;
        }
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}

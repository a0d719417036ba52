package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives events up that wait, because an operator wants it: PENDING → DEAD, as if their attempts were used up. Nothing is removed. */
public class Discards {
    /** Whoever still has it under a lease that is over finds neither its claim nor its status, and rolls back. */
    private static final String DISCARD = """
            UPDATE tollgate.inbox SET status = 'DEAD', settled_at = ?, claim = NULL, crashes = 0, error = ?
            WHERE id = ? AND status = 'PENDING' AND (claim IS NULL OR due_at <= ?)""";

    private final JdbcClient jdbc;
    private final Clock clock;

    Discards(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A replay sets it back like any other dead one.
     *
     * @param reason as the operator says it; becomes its error
     * @return false when there is no such event, it is settled, or an attempt of it is under way
     */
    public boolean discard(String id, String reason) {
        Instant now = clock.instant();
        return jdbc.sql(DISCARD)
                        .params(Timestamp.from(now), "Discarded: " + reason, id, Timestamp.from(now))
                        .update()
                == 1;
    }
}

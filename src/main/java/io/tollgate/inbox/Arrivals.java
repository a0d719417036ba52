package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When events came from Stripe by themselves, not because it was asked for them. */
public class Arrivals {
    private static final String LAST = """
            SELECT received_at FROM tollgate.inbox WHERE source = 'webhook' ORDER BY received_at DESC LIMIT 1""";

    /** From one index entry to the next that is a step later: as many as there are steps, however many events there are. */
    private static final String SINCE = """
            WITH RECURSIVE walk (at) AS (
                (SELECT received_at FROM tollgate.inbox
                 WHERE received_at >= ? AND source = 'webhook' ORDER BY received_at LIMIT 1)
                UNION ALL
                SELECT (SELECT received_at FROM tollgate.inbox
                        WHERE received_at >= walk.at + ? * interval '1 ms' AND source = 'webhook'
                        ORDER BY received_at LIMIT 1)
                FROM walk WHERE walk.at IS NOT NULL)
            SELECT at FROM walk WHERE at IS NOT NULL""";

    private final JdbcClient jdbc;

    public Arrivals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty when none has come. */
    public Optional<Instant> last() {
        return jdbc.sql(LAST).query(Instant.class).optional();
    }

    /** In their order; after each of them, what came within {@code step} is left out. */
    public List<Instant> since(Instant moment, Duration step) {
        return jdbc.sql(SINCE)
                .params(Timestamp.from(moment), step.toMillis())
                .query(Instant.class)
                .list();
    }
}

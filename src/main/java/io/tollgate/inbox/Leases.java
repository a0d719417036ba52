package io.tollgate.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets one gateway at a time do a thing, by the database's clock. Whoever loses a lease may go on for a moment: what is done under one has
 * to bear that.
 */
public class Leases {
    private static final String TAKE = """
            INSERT INTO tollgate.stripe_run AS r (name, holder, lease_end)
            VALUES (?, ?, clock_timestamp() + ? * interval '1 ms')
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_end = excluded.lease_end
            WHERE r.holder IS NULL OR r.holder = excluded.holder OR r.lease_end < clock_timestamp()""";

    private static final String END = """
            UPDATE tollgate.stripe_run SET holder = NULL, ended_at = clock_timestamp(), error = ?
            WHERE name = ? AND holder = ?""";

    private static final String LAST = "SELECT holder, ended_at, error FROM tollgate.stripe_run WHERE name = ?";

    private final JdbcClient jdbc;

    public Leases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How the last one ended.
     *
     * @param holder who is at it; null for nobody
     * @param endedAt null when none has
     * @param error null when it went well
     */
    public record Run(String holder, Instant endedAt, String error) {}

    /** Takes or renews it. @return false while another one has it */
    public boolean take(String name, String holder, Duration lease) {
        return jdbc.sql(TAKE).params(name, holder, lease.toMillis()).update() == 1;
    }

    /** @param error null when it went well */
    public void end(String name, String holder, String error) {
        jdbc.sql(END).params(error, name, holder).update();
    }

    public Optional<Run> last(String name) {
        return jdbc.sql(LAST).param(name).query(Run.class).optional();
    }
}

package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which route sets the gateways on this database have taken and refused, and when. */
public class RouteSets {
    private static final String RECORD = """
            INSERT INTO tollgate.route_set (decided_at, gateway, hash, result, findings) VALUES (?, ?, ?, ?, ?)""";

    private static final String FORGET = "DELETE FROM tollgate.route_set WHERE decided_at < ?";

    private static final String LATEST = """
            SELECT DISTINCT ON (gateway) gateway, decided_at, hash, result, findings
            FROM tollgate.route_set ORDER BY gateway, decided_at DESC, id DESC""";

    private static final String LAST = """
            SELECT gateway, decided_at, hash, result, findings
            FROM tollgate.route_set ORDER BY decided_at DESC, id DESC LIMIT ?""";

    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient jdbc;
    private final Clock clock;

    RouteSets(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a gateway did with a set that it found in its folder. */
    public enum Result {
        TAKEN,
        REFUSED
    }

    /** @param findings a sentence each, with its place; of a set that was taken, the warnings */
    public record Decision(String gateway, Instant decidedAt, String hash, Result result, List<String> findings) {}

    public void record(String gateway, String hash, Result result, List<String> findings) {
        Instant now = clock.instant();
        jdbc.sql(RECORD)
                .params(Timestamp.from(now), gateway, hash, result.name(), findings.toArray(String[]::new))
                .update();
        jdbc.sql(FORGET).param(Timestamp.from(now.minus(KEPT))).update();
    }

    /** The last one of each gateway. */
    public List<Decision> latest() {
        return jdbc.sql(LATEST).query(Decision.class).list();
    }

    /** Those of all gateways, the last one first. */
    public List<Decision> last(int limit) {
        return jdbc.sql(LAST).param(limit).query(Decision.class).list();
    }
}

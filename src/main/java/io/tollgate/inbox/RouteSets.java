package io.tollgate.inbox;

import java.sql.Connection;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which route sets the gateways on this database have taken and refused, and when. */
public class RouteSets {
    private static final String RECORD = """
            INSERT INTO tollgate.route_set (decided_at, gateway, hash, result, findings) VALUES (?, ?, ?, ?, ?)""";

    private static final String FORGET = "DELETE FROM tollgate.route_set WHERE decided_at < ?";

    private static final String LATEST = """
            SELECT DISTINCT ON (gateway) gateway, decided_at, hash, result, findings
            FROM tollgate.route_set ORDER BY gateway, decided_at DESC, id DESC""";

    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    RouteSets(JdbcTemplate jdbc, Clock clock) {
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
        jdbc.update(RECORD, statement -> {
            Connection connection = statement.getConnection();
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setString(2, gateway);
            statement.setString(3, hash);
            statement.setString(4, result.name());
            statement.setArray(5, connection.createArrayOf("text", findings.toArray()));
        });
        jdbc.update(FORGET, Timestamp.from(now.minus(KEPT)));
    }

    /** The last one of each gateway. */
    public List<Decision> latest() {
        return jdbc.query(
                LATEST,
                (row, number) -> new Decision(
                        row.getString("gateway"),
                        row.getTimestamp("decided_at").toInstant(),
                        row.getString("hash"),
                        Result.valueOf(row.getString("result")),
                        List.of((String[]) row.getArray("findings").getArray())));
    }
}

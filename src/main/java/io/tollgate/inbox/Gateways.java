package io.tollgate.inbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The gateways that run on this database, as each of them reports every few seconds. */
public class Gateways {
    private static final String REPORT = """
            INSERT INTO tollgate.gateway (name, started_at, seen_at, version, routes, failing, held)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE
            SET started_at = excluded.started_at, seen_at = excluded.seen_at, version = excluded.version,
                routes = excluded.routes, failing = excluded.failing, held = excluded.held""";

    private static final String FORGET = "DELETE FROM tollgate.gateway WHERE name = ?";
    private static final String FORGET_SILENT = "DELETE FROM tollgate.gateway WHERE seen_at < ?";

    private static final String LIST =
            "SELECT name, started_at, seen_at, version, routes, failing, held FROM tollgate.gateway ORDER BY name";

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Gateways(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What a gateway says of itself.
     *
     * @param name host and port
     * @param seenAt its last report; one that is a minute old has stopped, or cannot reach the database
     * @param routes the hash of the route set that runs there; null when none does
     * @param failing event types whose flow keeps failing there, so that their events wait
     * @param held event types that wait for the broker, or because their flow does not end
     */
    public record Gateway(
            String name,
            Instant startedAt,
            Instant seenAt,
            String version,
            String routes,
            List<String> failing,
            List<String> held) {}

    /** And forgets those that nobody has renewed for a day. */
    public void report(
            String name,
            Instant startedAt,
            String version,
            String routes,
            Collection<String> failing,
            Collection<String> held) {
        Instant now = clock.instant();
        jdbc.update(REPORT, statement -> {
            Connection connection = statement.getConnection();
            statement.setString(1, name);
            statement.setTimestamp(2, Timestamp.from(startedAt));
            statement.setTimestamp(3, Timestamp.from(now));
            statement.setString(4, version);
            statement.setString(5, routes);
            statement.setArray(6, connection.createArrayOf("text", failing.toArray()));
            statement.setArray(7, connection.createArrayOf("text", held.toArray()));
        });
        jdbc.update(FORGET_SILENT, Timestamp.from(now.minus(FORGOTTEN_AFTER)));
    }

    /** A gateway that stops takes its report along. */
    public void forget(String name) {
        jdbc.update(FORGET, name);
    }

    public List<Gateway> list() {
        return jdbc.query(LIST, Gateways::gateway);
    }

    private static Gateway gateway(ResultSet row, int number) throws SQLException {
        return new Gateway(
                row.getString("name"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("seen_at").toInstant(),
                row.getString("version"),
                row.getString("routes"),
                List.of((String[]) row.getArray("failing").getArray()),
                List.of((String[]) row.getArray("held").getArray()));
    }
}

package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

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

    private final JdbcClient jdbc;
    private final Clock clock;

    public Gateways(JdbcClient jdbc, Clock clock) {
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
        jdbc.sql(REPORT)
                .params(name, Timestamp.from(startedAt), Timestamp.from(now), version, routes)
                .params(failing.toArray(String[]::new), held.toArray(String[]::new))
                .update();
        jdbc.sql(FORGET_SILENT)
                .param(Timestamp.from(now.minus(FORGOTTEN_AFTER)))
                .update();
    }

    /** A gateway that stops takes its report along. */
    public void forget(String name) {
        jdbc.sql(FORGET).param(name).update();
    }

    public List<Gateway> list() {
        return jdbc.sql(LIST).query(Gateway.class).list();
    }
}

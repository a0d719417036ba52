package io.tollgate.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** What waits, what is dead, and how fast it goes, as the database sees it: the same for all gateways on it. */
public class Backlog {
    /** A branch for each partial index: an index for all that is pending would cost each event two entries more. */
    private static final String WAITING = """
            SELECT type, sum(entries) AS entries, min(oldest) AS oldest, sum(retries) AS retries,
                   EXISTS (SELECT 1 FROM tollgate.paused AS p WHERE p.type IN (w.type, '*')) AS paused
            FROM (SELECT type, count(*) AS entries, min(received_at) AS oldest, 0 AS retries
                  FROM tollgate.inbox WHERE status = 'PENDING' AND attempts = 0 GROUP BY type
                  UNION ALL
                  SELECT type, count(*), min(received_at), count(*)
                  FROM tollgate.inbox WHERE status = 'PENDING' AND attempts > 0 AND claim IS NULL GROUP BY type
                  UNION ALL
                  SELECT type, count(*), min(received_at), 0
                  FROM tollgate.inbox WHERE status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL GROUP BY type) AS w
            GROUP BY type ORDER BY oldest""";

    private static final String DEAD_BY_TYPE =
            "SELECT type, count(*) AS entries FROM tollgate.inbox WHERE status = 'DEAD' GROUP BY type";

    private static final String DEAD = """
            SELECT type, error, count(*) AS entries, min(received_at) AS oldest
            FROM tollgate.inbox WHERE status = 'DEAD'
            GROUP BY type, error ORDER BY entries DESC, type LIMIT ?""";

    private static final String STORED = "SELECT count(*) FROM tollgate.inbox WHERE received_at >= ?";
    private static final String ROUTED =
            "SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED' AND payload IS NOT NULL AND settled_at >= ?";

    private static final String OLDEST_PAYLOAD = """
            SELECT min(settled_at) FROM tollgate.inbox WHERE status = 'ROUTED' AND payload IS NOT NULL""";

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    Backlog(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What waits of one type, for whatever reason: its turn, a retry, a pause, a broker that is away.
     *
     * @param entries all of them; 1 or more
     * @param retries those of them that have failed and wait for their next attempt
     * @param oldest when the oldest was received
     */
    public record Waiting(String type, long entries, long retries, Instant oldest, boolean paused) {}

    /**
     * Dead events of one type with the same failure.
     *
     * @param oldest when the oldest was received
     */
    public record Dead(String type, String error, long entries, Instant oldest) {}

    /** How many events were stored, and routed, within the last minute. */
    public record Rates(long stored, long routed) {}

    /** By type, the one with the oldest event first. */
    public List<Waiting> waiting() {
        return jdbc.query(WAITING, Backlog::row);
    }

    /** The most frequent causes, at most {@code limit}. */
    public List<Dead> dead(int limit) {
        return jdbc.query(
                DEAD,
                (row, number) -> new Dead(
                        row.getString("type"),
                        row.getString("error"),
                        row.getLong("entries"),
                        row.getTimestamp("oldest").toInstant()),
                limit);
    }

    /** How many events are dead, by type. */
    public Map<String, Long> deadByType() {
        Map<String, Long> dead = new TreeMap<>();
        jdbc.query(DEAD_BY_TYPE, row -> {
            dead.put(row.getString("type"), row.getLong("entries"));
        });
        return dead;
    }

    public Rates lastMinute() {
        Timestamp since = Timestamp.from(clock.instant().minus(WINDOW));
        return new Rates(count(STORED, since), count(ROUTED, since));
    }

    /** How much longer than {@code retention} the oldest payload of a routed event is kept by now. */
    Duration overdue(Duration retention) {
        Timestamp oldest = jdbc.queryForObject(OLDEST_PAYLOAD, Timestamp.class);
        Duration kept = oldest == null ? retention : Duration.between(oldest.toInstant(), clock.instant());
        return kept.compareTo(retention) > 0 ? kept.minus(retention) : Duration.ZERO;
    }

    private long count(String sql, Timestamp since) {
        Long count = jdbc.queryForObject(sql, Long.class, since);
        return count == null ? 0 : count;
    }

    private static Waiting row(ResultSet row, int number) throws SQLException {
        return new Waiting(
                row.getString("type"),
                row.getLong("entries"),
                row.getLong("retries"),
                row.getTimestamp("oldest").toInstant(),
                row.getBoolean("paused"));
    }
}

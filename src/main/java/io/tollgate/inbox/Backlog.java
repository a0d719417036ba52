package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

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
            FROM (SELECT type, error, received_at FROM tollgate.inbox
                  WHERE status = 'DEAD' AND error IS NOT NULL -- as all that is dead: so it is in the index
                  ORDER BY received_at DESC LIMIT ?) AS newest
            GROUP BY type, error ORDER BY entries DESC, type LIMIT ?""";

    private static final String RETRYING = """
            SELECT type, error, count(*) AS entries, min(received_at) AS oldest
            FROM (SELECT type, error, received_at FROM tollgate.inbox
                  WHERE status = 'PENDING' AND attempts > 0 AND claim IS NULL LIMIT 10000) AS waiting
            GROUP BY type, error ORDER BY entries DESC, type LIMIT ?""";

    private static final String RATES = """
            SELECT (SELECT count(*) FROM tollgate.inbox WHERE received_at >= ?) AS stored,
                   (SELECT count(*) FROM tollgate.inbox
                    WHERE status = 'ROUTED' AND payload IS NOT NULL AND settled_at >= ? AND aside IS NULL) AS routed""";

    private static final String SET_ASIDE = """
            SELECT endpoint, count(*) AS entries FROM tollgate.inbox
            WHERE aside IS NOT NULL AND received_at >= ? GROUP BY endpoint""";

    private static final String ROUTED_IN_A_SECOND = """
            SELECT count(*) FROM tollgate.inbox
            WHERE status = 'ROUTED' AND payload IS NOT NULL AND settled_at >= now() - interval '1 second'
                  AND aside IS NULL""";

    private static final String OLDEST_PAYLOAD = """
            SELECT min(settled_at) FROM tollgate.inbox WHERE status = 'ROUTED' AND payload IS NOT NULL""";

    /** So many dead events are grouped, and no more, however many there are. */
    public static final int NEWEST = 100_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    Backlog(JdbcClient jdbc, Clock clock) {
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
     * Events of one type with the same failure, dead or to be tried again.
     *
     * @param oldest when the oldest was received
     */
    public record Dead(String type, String error, long entries, Instant oldest) {}

    /** How many events were stored, and routed, within the last minute. What was set aside is stored. */
    public record Rates(long stored, long routed) {}

    /** How many events were routed within the last second. */
    public long routedInASecond() {
        return jdbc.sql(ROUTED_IN_A_SECOND).query(Long.class).single();
    }

    /** By type, the one with the oldest event first. */
    public List<Waiting> waiting() {
        return jdbc.sql(WAITING).query(Waiting.class).list();
    }

    /** The most frequent causes of the {@link #NEWEST} newest dead events, at most {@code limit}. */
    public List<Dead> dead(int limit) {
        return dead(limit, NEWEST);
    }

    List<Dead> dead(int limit, int newest) {
        return jdbc.sql(DEAD).params(newest, limit).query(Dead.class).list();
    }

    /** Whether there are so many dead events that {@link #dead} has not grouped all. */
    public static boolean areNotAll(List<Dead> dead) {
        return dead.stream().mapToLong(Dead::entries).sum() >= NEWEST;
    }

    /** The most frequent causes of those that have failed and wait for their next attempt: of 10,000 such events at most. */
    public List<Dead> retrying(int limit) {
        return jdbc.sql(RETRYING).param(limit).query(Dead.class).list();
    }

    /** How many events are dead, by type. */
    public Map<String, Long> deadByType() {
        Map<String, Long> dead = new TreeMap<>();
        jdbc.sql(DEAD_BY_TYPE).query(row -> {
            dead.put(row.getString("type"), row.getLong("entries"));
        });
        return dead;
    }

    public Rates lastMinute() {
        Timestamp since = Timestamp.from(clock.instant().minus(WINDOW));
        return jdbc.sql(RATES).params(since, since).query(Rates.class).single();
    }

    /** How many events were received since then, and set aside; by the endpoint at which they came in. */
    public Map<String, Long> setAsideSince(Instant since) {
        Map<String, Long> aside = new TreeMap<>();
        jdbc.sql(SET_ASIDE).param(Timestamp.from(since)).query(row -> {
            aside.put(row.getString("endpoint"), row.getLong("entries"));
        });
        return aside;
    }

    /** How much longer than {@code retention} the oldest payload of a routed event is kept by now. */
    Duration overdue(Duration retention) {
        Optional<Instant> oldest = jdbc.sql(OLDEST_PAYLOAD).query(Instant.class).optional();
        Duration kept = oldest.map(at -> Duration.between(at, clock.instant())).orElse(retention);
        return kept.compareTo(retention) > 0 ? kept.minus(retention) : Duration.ZERO;
    }
}

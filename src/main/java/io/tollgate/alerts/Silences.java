package io.tollgate.alerts;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Conditions that nobody is told of for a while. It ends by itself; what is on by then is told. */
public class Silences {
    /** The longest. */
    public static final Duration MOST = Duration.ofDays(30);

    private static final String ADD =
            "INSERT INTO tollgate.alert_silence (condition, began_at, ends_at, silenced_by) VALUES (?, ?, ?, ?)";
    private static final String NOW = """
            SELECT condition, max(ends_at) AS ends_at, (array_agg(silenced_by ORDER BY ends_at DESC))[1] AS silenced_by
            FROM tollgate.alert_silence WHERE ends_at > ? GROUP BY condition ORDER BY condition""";
    private static final String FORGET_OLD = "DELETE FROM tollgate.alert_silence WHERE ends_at < ?";
    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient jdbc;
    private final Clock clock;

    Silences(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param condition its name */
    public record Silence(String condition, Instant endsAt, String silencedBy) {}

    /**
     * Tells nobody that it began, from now on. What has been told already is told to have ended.
     *
     * @param length up to {@link #MOST}
     * @return when it ends
     */
    public Instant add(Condition condition, Duration length, String by) {
        check(length);
        Instant now = clock.instant();
        Instant end = now.plus(length);
        jdbc.sql(ADD)
                .params(condition.toString(), Timestamp.from(now), Timestamp.from(end), by)
                .update();
        return end;
    }

    /** @throws IllegalArgumentException when none lasts so long */
    public static void check(Duration length) {
        if (length.isNegative() || length.isZero() || length.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("A silence lasts up to " + MOST.toDays() + " days, and is no moment");
        }
    }

    /** Those that hold now. */
    public List<Silence> now() {
        return jdbc.sql(NOW)
                .param(Timestamp.from(clock.instant()))
                .query(Silence.class)
                .list();
    }

    void forgetOld() {
        jdbc.sql(FORGET_OLD).param(Timestamp.from(clock.instant().minus(KEPT))).update();
    }
}

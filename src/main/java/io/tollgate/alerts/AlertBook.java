package io.tollgate.alerts;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is on and what was. Each change is one statement that names the state it changes, so two gateways that both think it is their
 * turn change it once.
 */
public class AlertBook {
    private static final String COLUMNS =
            "SELECT id, condition, subject, details, seen_at, began_at, told_at, gone_at, ended_at, ended_told_at FROM tollgate.alert ";
    private static final String OPEN = COLUMNS + "WHERE ended_at IS NULL ORDER BY seen_at, id";
    private static final String ENDED = COLUMNS + "WHERE ended_at >= ? ORDER BY ended_at DESC, id DESC LIMIT 200";
    private static final String SEE = """
            INSERT INTO tollgate.alert (condition, subject, details, seen_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (condition, subject) WHERE ended_at IS NULL DO NOTHING""";
    private static final String STILL = """
            UPDATE tollgate.alert SET details = ?, gone_at = NULL
            WHERE id = ? AND ended_at IS NULL AND (gone_at IS NOT NULL OR details <> ?)""";
    private static final String BEGIN = "UPDATE tollgate.alert SET began_at = ? WHERE id = ? AND began_at IS NULL";
    private static final String FORGET = "DELETE FROM tollgate.alert WHERE id = ? AND began_at IS NULL";
    private static final String GONE =
            "UPDATE tollgate.alert SET gone_at = ? WHERE id = ? AND gone_at IS NULL AND ended_at IS NULL";
    private static final String END =
            "UPDATE tollgate.alert SET ended_at = ? WHERE id = ? AND ended_at IS NULL AND gone_at IS NOT NULL";
    private static final String FORGET_OLD = "DELETE FROM tollgate.alert WHERE ended_at < ?";
    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient jdbc;

    public AlertBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Also those that have not held for long enough, which have no {@code beganAt}. */
    public List<Alert> open() {
        return jdbc.sql(OPEN).query(Alert.class).list();
    }

    /** Those that have begun. */
    public List<Alert> begun() {
        return open().stream().filter(alert -> alert.beganAt() != null).toList();
    }

    /** What has ended since then, the last first; at most 200. */
    public List<Alert> endedSince(Instant moment) {
        return jdbc.sql(ENDED).param(Timestamp.from(moment)).query(Alert.class).list();
    }

    void see(Sight sight, Instant now) {
        jdbc.sql(SEE)
                .params(sight.condition().toString(), sight.subject(), sight.details(), Timestamp.from(now))
                .update();
    }

    void still(Alert alert, String details) {
        jdbc.sql(STILL).params(details, alert.id(), details).update();
    }

    void begin(Alert alert, Instant now) {
        jdbc.sql(BEGIN).params(Timestamp.from(now), alert.id()).update();
    }

    /** It was gone before it was to be told. */
    void forget(Alert alert) {
        jdbc.sql(FORGET).param(alert.id()).update();
    }

    void gone(Alert alert, Instant now) {
        jdbc.sql(GONE).params(Timestamp.from(now), alert.id()).update();
    }

    void end(Alert alert, Instant now) {
        jdbc.sql(END).params(Timestamp.from(now), alert.id()).update();
    }

    void forgetOld(Instant now) {
        jdbc.sql(FORGET_OLD).param(Timestamp.from(now.minus(KEPT))).update();
    }
}

package io.tollgate.alerts;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What each gateway sees at itself, for the one that evaluates. */
class Sights {
    /** Of a gateway that has stopped nobody knows more after so long. */
    static final Duration GOOD_FOR = Duration.ofMinutes(2);

    private static final String REPORT = """
            INSERT INTO tollgate.alert_sight (gateway, condition, subject, details, seen_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (gateway, condition, subject) DO UPDATE
            SET details = excluded.details, seen_at = excluded.seen_at""";
    private static final String FORGET = "DELETE FROM tollgate.alert_sight WHERE gateway = ? AND seen_at < ?";
    private static final String ALL = """
            SELECT condition, subject, string_agg(details, '; ' ORDER BY gateway) AS details FROM tollgate.alert_sight
            WHERE seen_at >= ? GROUP BY condition, subject ORDER BY condition, subject""";
    private static final String FORGET_OLD = "DELETE FROM tollgate.alert_sight WHERE seen_at < ?";

    private final JdbcClient jdbc;
    private final Clock clock;
    private boolean reported = true;

    Sights(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A row of it. */
    record Row(String condition, String subject, String details) {}

    /** All that the gateway sees now. Writes nothing while there was nothing and is nothing. */
    void report(String gateway, List<Sight> seen) {
        if (seen.isEmpty() && !reported) {
            return;
        }
        Timestamp now = Timestamp.from(clock.instant());
        for (Sight sight : seen) {
            jdbc.sql(REPORT)
                    .params(gateway, sight.condition().toString(), sight.subject(), sight.details(), now)
                    .update();
        }
        jdbc.sql(FORGET).params(gateway, now).update();
        reported = !seen.isEmpty();
    }

    /** Of all gateways. */
    List<Sight> all() {
        Instant since = clock.instant().minus(GOOD_FOR);
        return jdbc.sql(ALL).param(Timestamp.from(since)).query(Row.class).list().stream()
                .flatMap(
                        row -> Condition.of(row.condition())
                                .map(condition -> new Sight(condition, row.subject(), row.details()))
                                .stream())
                .toList();
    }

    void forgetOld() {
        jdbc.sql(FORGET_OLD)
                .param(Timestamp.from(clock.instant().minus(Duration.ofDays(1))))
                .update();
    }
}

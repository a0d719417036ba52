package io.tollgate.alerts;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is to be told, a row a channel. One is taken before it is sent and marked after: a crash between sends it again, with the same id.
 */
class Messages {
    /** The beginning of what is on; also of what was silenced until now. */
    private static final String BEGINNINGS = """
            INSERT INTO tollgate.alert_message (alert_id, edge, channel, due_at)
            SELECT id, 'BEGAN', channel, ? FROM tollgate.alert CROSS JOIN unnest(?::text[]) AS c (channel)
            WHERE began_at IS NOT NULL AND ended_at IS NULL AND gone_at IS NULL
              AND NOT EXISTS (SELECT FROM tollgate.alert_silence AS s WHERE s.condition = alert.condition AND s.ends_at > ?)
            ON CONFLICT DO NOTHING""";
    /** The end of what has been told. */
    private static final String ENDS = """
            INSERT INTO tollgate.alert_message (alert_id, edge, channel, due_at)
            SELECT id, 'ENDED', m.channel, ? FROM tollgate.alert JOIN tollgate.alert_message AS m ON m.alert_id = id AND m.edge = 'BEGAN'
            WHERE ended_at >= ? ON CONFLICT DO NOTHING""";
    /** An end not before its beginning, which a pager would leave open. */
    private static final String TAKE = """
            UPDATE tollgate.alert_message AS m SET due_at = ?, tries = tries + 1
            WHERE (alert_id, edge, channel) = (
                SELECT alert_id, edge, channel FROM tollgate.alert_message AS d
                WHERE sent_at IS NULL AND due_at <= ? AND channel = ?
                  AND (edge = 'BEGAN' OR EXISTS (
                      SELECT FROM tollgate.alert_message AS b
                      WHERE b.alert_id = d.alert_id AND b.channel = d.channel AND b.edge = 'BEGAN' AND b.sent_at IS NOT NULL))
                ORDER BY due_at, alert_id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING alert_id, edge, channel, tries""";

    private static final String ALERT = """
            SELECT id, condition, subject, details, seen_at, began_at, told_at, gone_at, ended_at, ended_told_at
            FROM tollgate.alert WHERE id = ?""";
    private static final String WHERE_IT = " WHERE alert_id = ? AND edge = ? AND channel = ?";
    private static final String SENT = "UPDATE tollgate.alert_message SET sent_at = ?, error = NULL" + WHERE_IT;
    private static final String FAILED = "UPDATE tollgate.alert_message SET due_at = ?, error = ?" + WHERE_IT;
    private static final String TOLD = "UPDATE tollgate.alert SET told_at = coalesce(told_at, ?) WHERE id = ?";
    private static final String ENDED_TOLD =
            "UPDATE tollgate.alert SET ended_told_at = coalesce(ended_told_at, ?) WHERE id = ?";
    private static final String UNDELIVERED = """
            SELECT channel, count(*) AS messages, max(error) AS error FROM tollgate.alert_message
            WHERE sent_at IS NULL AND channel = ANY (?) GROUP BY channel ORDER BY channel""";

    /** Longer than sending takes. */
    private static final Duration TAKEN_FOR = Duration.ofMinutes(2);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 5;
    private static final Duration ENDED_LATELY = Duration.ofDays(30);

    private final JdbcClient jdbc;

    Messages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param tries with this one */
    record Due(long alertId, String edge, String channel, int tries) {}

    /**
     * What a channel has not taken yet.
     *
     * @param error of a last try; null when there was none
     */
    record Undelivered(String channel, long messages, String error) {}

    /** For each channel once. */
    void write(Collection<String> channels, Instant now) {
        Timestamp moment = Timestamp.from(now);
        jdbc.sql(BEGINNINGS)
                .params(moment, channels.toArray(String[]::new), moment)
                .update();
        jdbc.sql(ENDS).params(moment, Timestamp.from(now.minus(ENDED_LATELY))).update();
    }

    /** Nobody else takes it for 2 minutes. */
    Optional<Due> take(String channel, Instant now) {
        return jdbc.sql(TAKE)
                .params(Timestamp.from(now.plus(TAKEN_FOR)), Timestamp.from(now), channel)
                .query(Due.class)
                .optional();
    }

    Alert alert(Due due) {
        return jdbc.sql(ALERT).param(due.alertId()).query(Alert.class).single();
    }

    void sent(Due due, Instant now) {
        Timestamp moment = Timestamp.from(now);
        jdbc.sql(SENT).params(moment, due.alertId(), due.edge(), due.channel()).update();
        jdbc.sql(due.edge().equals(Edge.ENDED.name()) ? ENDED_TOLD : TOLD)
                .params(moment, due.alertId())
                .update();
    }

    void failed(Due due, String why, Instant now) {
        Instant next = now.plus(wait(due.tries()));
        jdbc.sql(FAILED)
                .params(Timestamp.from(next), why, due.alertId(), due.edge(), due.channel())
                .update();
    }

    /** After so many tries: 15 s, 30 s and so on up to 5 min. */
    static Duration wait(int tries) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(DOUBLINGS, tries - 1));
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }

    List<Undelivered> undelivered(Collection<String> channels) {
        return jdbc.sql(UNDELIVERED)
                .param(channels.toArray(String[]::new))
                .query(Undelivered.class)
                .list();
    }
}

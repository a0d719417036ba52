package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many events went through, minute by minute, for two days: what each gateway has counted, added up. To count the inbox itself would
 * take longer than who looks at a chart waits.
 */
public class Traffic {
    private static final String ADD = """
            INSERT INTO tollgate.traffic (minute, gateway, measure, name, events)
            SELECT ?, ?, measure, name, events FROM unnest(?::text[], ?::text[], ?::bigint[]) AS t (measure, name, events)
            ON CONFLICT (minute, gateway, measure, name) DO UPDATE SET events = traffic.events + excluded.events""";

    private static final String FORGET = "DELETE FROM tollgate.traffic WHERE minute < ?";

    private static final String SERIES = """
            SELECT date_bin(make_interval(secs => ?), minute, ?) AS at, measure, sum(events) AS events
            FROM tollgate.traffic WHERE minute >= ? GROUP BY 1, 2 ORDER BY 1, 2""";

    private static final String BY_TYPE = """
            SELECT name AS type, coalesce(sum(events) FILTER (WHERE measure = 'ROUTED'), 0) AS routed,
                   coalesce(sum(events) FILTER (WHERE measure = 'FAILED'), 0) AS failed,
                   coalesce(sum(events) FILTER (WHERE measure = 'DEAD'), 0) AS dead
            FROM tollgate.traffic WHERE minute >= ? AND measure <> 'RECEIVED' GROUP BY name ORDER BY routed DESC, name""";

    private static final Duration KEPT = Duration.ofDays(2);

    private final JdbcClient jdbc;
    private final Clock clock;

    Traffic(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is counted. */
    public enum Measure {
        /** Stored, of what Stripe posted; by the endpoint at which it came in. */
        RECEIVED,
        /** By type, as all that follow. */
        ROUTED,
        /** An attempt that has failed by the event's own fault. */
        FAILED,
        DEAD
    }

    /** @param name an endpoint, or an event type of Stripe's, or {@code other} */
    record Key(Measure measure, String name) {}

    /** @param at when it begins */
    public record Point(Instant at, Measure measure, long events) {}

    /** @param failed attempts, of which an event may have several */
    public record OfType(String type, long routed, long failed, long dead) {}

    /** Adds to this minute; and forgets what is older than two days. */
    void add(String gateway, Map<Key, Long> events) {
        Instant now = clock.instant();
        List<Entry<Key, Long>> all = List.copyOf(events.entrySet());
        jdbc.sql(ADD)
                .params(Timestamp.from(now.truncatedTo(ChronoUnit.MINUTES)), gateway)
                .param(all.stream().map(one -> one.getKey().measure().name()).toArray(String[]::new))
                .param(all.stream().map(one -> one.getKey().name()).toArray(String[]::new))
                .param(all.stream().map(Entry::getValue).toArray(Long[]::new))
                .update();
        jdbc.sql(FORGET).param(Timestamp.from(now.minus(KEPT))).update();
    }

    /**
     * What went through since then, the oldest first; without the spans in which nothing did.
     *
     * @param step how long a span is, in whole minutes
     */
    public List<Point> series(Instant since, Duration step) {
        Timestamp from = Timestamp.from(since);
        return jdbc.sql(SERIES)
                .params(step.toSeconds(), from, from)
                .query(Point.class)
                .list();
    }

    /** By type, what was routed most often first. */
    public List<OfType> byType(Instant since) {
        return jdbc.sql(BY_TYPE)
                .param(Timestamp.from(since))
                .query(OfType.class)
                .list();
    }
}

package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The other copies of an event that is stored, and the other events about the same change, for operators. */
public class Copies {
    /** Stripe has 16 destinations at most. */
    private static final int MOST = 16;

    /** Two event objects for one change come at about the same time. */
    private static final Duration NEAR = Duration.ofSeconds(10);

    private static final int MOST_TWINS = 5;

    private static final String NOTE = """
            INSERT INTO tollgate.copy (event_id, endpoint, api_version, kind, last_at)
            SELECT new.* FROM (VALUES (?, ?, ?, ?, ?::timestamptz)) AS new (event_id, endpoint, api_version, kind, last_at)
            WHERE (SELECT count(*) FROM tollgate.copy AS c WHERE c.event_id = new.event_id
                   AND (c.endpoint, c.api_version, c.kind) <> (new.endpoint, new.api_version, new.kind)) < ?
            ON CONFLICT (event_id, endpoint, api_version, kind)
                DO UPDATE SET times = copy.times + 1, last_at = excluded.last_at""";

    private static final String OF = """
            SELECT endpoint, nullif(api_version, '') AS api_version, kind, times, last_at FROM tollgate.copy
            WHERE event_id = ? ORDER BY endpoint, api_version, kind""";

    private static final String TWINS = """
            SELECT other.id, other.received_at FROM tollgate.inbox AS event JOIN tollgate.inbox AS other
                ON other.received_at BETWEEN event.received_at - ? * interval '1 s' AND event.received_at + ? * interval '1 s'
                   AND other.object_id = event.object_id AND other.type = event.type AND other.id <> event.id
                   AND other.account IS NOT DISTINCT FROM event.account
            WHERE event.id = ? ORDER BY other.received_at, other.id LIMIT ?""";

    private final JdbcClient jdbc;

    Copies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a duplicate is, beside the event that is stored. */
    public enum Kind {
        /** The same, as Stripe sends it again. */
        SAME,
        /** The same event as of another API version, for another endpoint. */
        OTHER_VERSION,
        /** Another event, or another body. */
        OTHER_BODY;

        /** As it is stored and shown. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Copies of one event.
     *
     * @param apiVersion null when they name none
     * @param kind the label of a {@link Kind}
     * @param times how many came, as far as they were looked at
     */
    public record Copy(String endpoint, String apiVersion, String kind, int times, Instant lastAt) {}

    /** Another event of the same type about the same object. */
    public record Twin(String id, Instant receivedAt) {}

    void note(VerifiedEvent copy, Kind kind) {
        String version = copy.apiVersion() == null ? "" : copy.apiVersion();
        jdbc.sql(NOTE)
                .params(copy.id(), copy.endpoint(), version, kind.label(), Timestamp.from(copy.receivedAt()), MOST)
                .update();
    }

    /** Those that differ from the stored event in their endpoint, API version or body. */
    public List<Copy> of(String event) {
        return jdbc.sql(OF).param(event).query(Copy.class).list();
    }

    /** Up to five that came within 10 s of it, before or after. */
    public List<Twin> twins(String event) {
        return jdbc.sql(TWINS)
                .params(NEAR.toSeconds(), NEAR.toSeconds(), event, MOST_TWINS)
                .query(Twin.class)
                .list();
    }
}

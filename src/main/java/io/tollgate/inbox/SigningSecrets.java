package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The signing secrets that the gateways on this database verify with, by their fingerprints, as each reports every few seconds. */
public class SigningSecrets {
    private static final String REPORT = """
            INSERT INTO tollgate.signing_secret AS s (endpoint, fingerprint, gateway, source, signatures, first_used,
                                                      last_used, needed_at, live, test, reported_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())
            ON CONFLICT (endpoint, fingerprint, gateway) DO UPDATE
            SET source = excluded.source, signatures = s.signatures + excluded.signatures,
                first_used = least(s.first_used, excluded.first_used),
                last_used = greatest(s.last_used, excluded.last_used),
                needed_at = greatest(s.needed_at, excluded.needed_at),
                live = s.live OR excluded.live, test = s.test OR excluded.test, reported_at = excluded.reported_at
            RETURNING live, test""";

    private static final String FORGET =
            "DELETE FROM tollgate.signing_secret WHERE reported_at < now() - interval '35 days'";

    /** Reckoned from the last report of all, so that what was last known is there while no gateway runs. */
    private static final String LIST = """
            SELECT endpoint, fingerprint, array_agg(DISTINCT source) FILTER (WHERE reported) AS sources,
                   array_agg(gateway ORDER BY gateway) FILTER (WHERE reported) AS gateways,
                   sum(signatures)::bigint AS signatures, min(first_used) AS first_used, max(last_used) AS last_used,
                   max(needed_at) AS needed_at, bool_or(live) AS live, bool_or(test) AS test
            FROM (SELECT *, reported_at > (SELECT max(reported_at) FROM tollgate.signing_secret) - interval '1 minute'
                            AS reported
                  FROM tollgate.signing_secret) AS known
            GROUP BY endpoint, fingerprint HAVING bool_or(reported)
            ORDER BY endpoint, first_used NULLS LAST, fingerprint""";

    private static final String LAST_REPORT = "SELECT max(reported_at) FROM tollgate.signing_secret";

    private final JdbcClient jdbc;

    SigningSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a secret was used for; times are by the gateway's clock. */
    public record Uses(
            long signatures, Instant firstUsed, Instant lastUsed, Instant neededAt, boolean live, boolean test) {
        public static final Uses NONE = new Uses(0, null, null, null, false, false);
    }

    /** Of which modes the events were that a secret has verified. */
    public record Modes(boolean live, boolean test) {}

    /**
     * A secret that a gateway verifies with.
     *
     * @param sources where the gateways have it from
     * @param gateways those that have it
     * @param signatures how many it has fitted, also at gateways that are gone
     * @param firstUsed null when it never was; so are the others
     * @param neededAt when it was last the only one that fitted an event; null when there always was another
     * @param live whether it has verified a live event
     */
    public record SigningSecret(
            String endpoint,
            String fingerprint,
            List<String> sources,
            List<String> gateways,
            long signatures,
            Instant firstUsed,
            Instant lastUsed,
            Instant neededAt,
            boolean live,
            boolean test) {}

    /**
     * Adds what it was used for since the last report.
     *
     * @return of its events, those of before a restart included
     */
    public Modes report(String gateway, String endpoint, String fingerprint, String source, Uses more) {
        return jdbc.sql(REPORT)
                .params(endpoint, fingerprint, gateway, source, more.signatures())
                .params(timestamp(more.firstUsed()), timestamp(more.lastUsed()), timestamp(more.neededAt()))
                .params(more.live(), more.test())
                .query(Modes.class)
                .single();
    }

    /** Removes those that no gateway has reported for 35 days. */
    public void forget() {
        jdbc.sql(FORGET).update();
    }

    /** Those that a gateway has, and not those that were taken away from all more than a minute ago. */
    public List<SigningSecret> list() {
        return jdbc.sql(LIST).query(SigningSecret.class).list();
    }

    /** By the database's clock; empty when no gateway ever did. */
    public Optional<Instant> lastReport() {
        return jdbc.sql(LAST_REPORT).query(Timestamp.class).optional().map(Timestamp::toInstant);
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}

package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What events have had so far: API versions, and the types and fields that nobody knew. The same for all gateways of a database. */
public class Seen {
    /** The primary key says which gateway was first; a full kind takes no more. The first API version of all is what the account is on. */
    private static final String NOTE = """
            INSERT INTO tollgate.seen (kind, name, seen_at, news, event_id, type, flows)
            SELECT k.kind, ?, ?, k.kind <> 'VERSION' OR EXISTS (SELECT FROM tollgate.seen AS s WHERE s.kind = k.kind), ?, ?, ?
            FROM (VALUES (?)) AS k (kind)
            WHERE (SELECT count(*) FROM tollgate.seen AS s WHERE s.kind = k.kind) < ?
            ON CONFLICT DO NOTHING
            RETURNING news""";

    private static final String NAMES = "SELECT name FROM tollgate.seen WHERE kind = ?";

    private static final String NEWS = """
            SELECT kind, name, seen_at AS at, event_id AS event, type, flows FROM tollgate.seen
            WHERE news ORDER BY seen_at DESC, kind, name LIMIT ?""";

    private static final String SHAPES = """
            SELECT DISTINCT ON (type, api_version) id, type, api_version
            FROM (SELECT id, type, api_version, received_at FROM tollgate.inbox
                  WHERE received_at >= ? ORDER BY received_at DESC LIMIT ?) AS newest
            ORDER BY type, api_version, received_at DESC""";

    private static final String PAYLOADS = """
            SELECT id, type, payload FROM tollgate.inbox WHERE id = ANY (?) AND octet_length(payload) <= ?""";

    private static final int MOST_BYTES = 64 << 10;

    private final JdbcClient jdbc;

    Seen(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What may be new, and of how many names at most this is noted. */
    public enum Kind {
        VERSION(100),
        TYPE(1000),
        FIELD(2000);

        private final int most;

        Kind(int most) {
            this.most = most;
        }

        public int most() {
            return most;
        }

        /** As it is stored and shown. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something new.
     *
     * @param name the API version, the event type, or the field: {@code context} of the event, {@code charge.level4} of its object
     * @param event the one that brought it
     * @param type its type
     * @param flows those that it concerns; empty for none
     */
    public record New(Kind kind, String name, Instant at, String event, String type, List<String> flows) {}

    /**
     * The newest event of its type and API version.
     *
     * @param apiVersion null when it has none
     */
    public record Shape(String id, String type, String apiVersion) {}

    /** @param payload as received */
    public record Body(String id, String type, byte[] payload) {}

    /**
     * Notes it unless somebody has.
     *
     * @return whether it is news, and this call is the first: at most once, whatever crashes
     */
    public boolean note(New seen) {
        Optional<Boolean> news = jdbc.sql(NOTE)
                .params(
                        seen.name(),
                        Timestamp.from(seen.at()),
                        seen.event(),
                        seen.type(),
                        seen.flows().toArray(String[]::new),
                        seen.kind().name(),
                        seen.kind().most)
                .query(Boolean.class)
                .optional();
        return news.orElse(false);
    }

    public Set<String> names(Kind kind) {
        return Set.copyOf(jdbc.sql(NAMES).param(kind.name()).query(String.class).list());
    }

    /** What was new, the latest first. */
    public List<New> news(int most) {
        return jdbc.sql(NEWS).param(most).query(New.class).list();
    }

    /**
     * The types and API versions that there are among the newest events.
     *
     * @param most events to look at
     */
    public List<Shape> shapes(Instant since, int most) {
        return jdbc.sql(SHAPES)
                .params(Timestamp.from(since), most)
                .query(Shape.class)
                .list();
    }

    /** Of these events, as far as they are there and have up to 64 KB. */
    public List<Body> bodies(Collection<String> ids) {
        return jdbc.sql(PAYLOADS)
                .params(ids.toArray(String[]::new), MOST_BYTES)
                .query(Body.class)
                .list();
    }
}

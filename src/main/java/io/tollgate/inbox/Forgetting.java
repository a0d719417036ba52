package io.tollgate.inbox;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes payloads because of whom they are about. The rows stay, and so do their ids and statuses: an event that comes again is known,
 * and cannot be replayed. What is PENDING is left alone, whatever is asked.
 */
public class Forgetting {
    private static final int RANGE = 200;
    /** With more words it is quicker to look at each payload here. */
    private static final int MOST_WORDS = 16;

    private static final String END_OF_RANGE =
            "SELECT max(id) FROM (SELECT id FROM tollgate.inbox WHERE id > ? ORDER BY id LIMIT ?) AS range";

    private static final String SELECT = """
            SELECT id, type, status, object_id, payload, forgotten_at IS NOT NULL AS forgotten FROM tollgate.inbox
            WHERE\s""";

    private static final String IN_RANGE =
            SELECT + "id > ? AND id <= ? AND (object_id = ANY (?) OR payload IS NOT NULL AND ";
    private static final String WITH_A_WORD =
            "EXISTS (SELECT FROM unnest(?::bytea[]) AS w WHERE position(w IN payload) > 0))";
    private static final String WITH_ANY = "true)";
    private static final String OF_IDS = SELECT + "id = ANY (?) ORDER BY id";

    private static final String FORGET = """
            WITH gone AS (
                UPDATE tollgate.inbox
                SET payload = NULL, forgotten_at = ?, error = CASE WHEN error IS NOT NULL THEN 'Forgotten' END
                WHERE id = ANY (ARRAY(SELECT id FROM tollgate.inbox
                                      WHERE id = ANY (?) AND forgotten_at IS NULL
                                        AND (status = 'ROUTED' OR status = 'DEAD' AND ?)
                                      ORDER BY id FOR UPDATE))
                RETURNING id),
            attempts AS (
                UPDATE tollgate.attempt SET error = 'Forgotten'
                WHERE event_id IN (SELECT id FROM gone) AND error IS NOT NULL),
            failures AS (UPDATE tollgate.queue_failure SET reason = 'Forgotten' WHERE event_id IN (SELECT id FROM gone))
            SELECT count(*) FROM gone""";

    private static final String DESTINATIONS = """
            SELECT DISTINCT unnest(destinations) FROM tollgate.attempt WHERE event_id = ANY (?)""";

    private final JdbcClient jdbc;
    private final Clock clock;

    public Forgetting(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An event that may be about somebody.
     *
     * @param objectId null when it has none
     * @param payload null when it was removed
     */
    public record Candidate(
            String id, String type, EventFilter.Status status, String objectId, byte[] payload, boolean forgotten) {}

    /** Tells of each event that is about one of these objects, or has one of these words anywhere in its payload, and of some others. */
    public void each(Collection<String> words, Consumer<Candidate> each) {
        String from = "";
        for (Optional<String> end = end(from); end.isPresent(); end = end(from)) {
            range(from, end.get(), words).forEach(each);
            from = end.get();
        }
    }

    private Optional<String> end(String from) {
        return jdbc.sql(END_OF_RANGE).params(from, RANGE).query(String.class).optional();
    }

    private List<Candidate> range(String from, String to, Collection<String> words) {
        String[] ids = words.toArray(String[]::new);
        boolean few = ids.length <= MOST_WORDS;
        JdbcClient.StatementSpec statement =
                jdbc.sql(IN_RANGE + (few ? WITH_A_WORD : WITH_ANY)).params(from, to, ids);
        return (few ? statement.param(bytes(words)) : statement)
                .query(Candidate.class)
                .list();
    }

    private static byte[][] bytes(Collection<String> words) {
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    /** Those of these ids that are in the inbox. */
    public List<Candidate> of(Collection<String> ids) {
        return jdbc.sql(OF_IDS)
                .param((Object) ids.toArray(String[]::new))
                .query(Candidate.class)
                .list();
    }

    /**
     * Removes their payloads, and what their failures say. One statement: after a crash it is done, or nothing is.
     *
     * @param dead also of those that are DEAD; PENDING ones stay as they are in any case
     * @return of how many
     */
    public int forget(Collection<String> ids, boolean dead) {
        return jdbc.sql(FORGET)
                .params(Timestamp.from(clock.instant()), ids.toArray(String[]::new), dead)
                .query(Integer.class)
                .single();
    }

    /** Where their attempts have sent something, such as {@code jms:queue:stripe.mail}. */
    public List<String> destinations(Collection<String> ids) {
        return jdbc.sql(DESTINATIONS)
                .param((Object) ids.toArray(String[]::new))
                .query(String.class)
                .list();
    }
}

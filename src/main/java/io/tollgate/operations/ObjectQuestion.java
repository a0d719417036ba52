package io.tollgate.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.inbox.Entries;
import java.io.IOException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the table {@code stripe.object} has of the object that an event is about. The table is the flows', so it may not be there. */
public final class ObjectQuestion {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IS_THERE = "SELECT to_regclass('stripe.object') IS NOT NULL";
    private static final String ROW = """
            SELECT object, id, deleted, ambiguous, event_id, event_type, data::text AS data FROM stripe.object
            WHERE object = ? AND id = ? AND livemode = ? AND COALESCE(account, '') = ?""";

    private final Entries entries;
    private final JdbcClient jdbc;

    ObjectQuestion(Entries entries, JdbcClient jdbc) {
        this.entries = entries;
        this.jdbc = jdbc;
    }

    /**
     * Its latest state.
     *
     * @param ambiguous whether events of one second do not say which was the last
     * @param eventId of the event that its state is from
     * @param data the object as JSON, with what is personal
     */
    public record State(
            String object,
            String id,
            boolean deleted,
            boolean ambiguous,
            String eventId,
            String eventType,
            String data) {}

    /** Empty when there is no such event, its payload is gone, or the table has not the object. */
    public Optional<State> of(String event) {
        return entries.payload(event)
                .map(ObjectQuestion::read)
                .filter(this::isAboutAnObject)
                .flatMap(this::find);
    }

    private boolean isAboutAnObject(JsonNode event) {
        return event.at("/data/object/id").isTextual()
                && event.at("/data/object/object").isTextual()
                && jdbc.sql(IS_THERE).query(Boolean.class).single();
    }

    private Optional<State> find(JsonNode event) {
        return jdbc.sql(ROW)
                .params(
                        event.at("/data/object/object").asText(),
                        event.at("/data/object/id").asText(),
                        event.path("livemode").asBoolean(),
                        event.path("account").asText(""))
                .query(State.class)
                .optional();
    }

    private static JsonNode read(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}

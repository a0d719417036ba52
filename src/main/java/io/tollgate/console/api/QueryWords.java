package io.tollgate.console.api;

import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.util.Map;
import java.util.Set;

/** What the parameters of a query mean: the same name is the same thing everywhere, or else its method says what it is there. */
final class QueryWords {
    private static final String TIME = "2026-01-31T10:00:00Z, 2026-01-31 or an age such as 2h";
    private static final Set<String> NUMBERS = Set.of("limit", "before", "days");
    private static final Set<String> FLAGS = Set.of("aside", "force", "reveal");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("type", "an event type; * stands for anything"),
            Map.entry("status", "pending, routed or dead"),
            Map.entry("from", "inclusive: " + TIME),
            Map.entry("to", "exclusive: " + TIME),
            Map.entry("endpoint", "one of the gateway's endpoints"),
            Map.entry("account", "a connected account, acct_…"),
            Map.entry("error", "a part of the last failure"),
            Map.entry("aside", "what was set aside"),
            Map.entry("object", "the id of the object that an event is about"),
            Map.entry("limit", "of a page"),
            Map.entry("cursor", "where a page begins: take it from next of the one before"),
            Map.entry("contains", "a text of the payload, literally; for whoever may see what is personal"),
            Map.entry("customer", "the id of a customer that the payload names, cus_…"),
            Map.entry("queue", "one queue, such as stripe.mail"),
            Map.entry("event", "the id of an event"),
            Map.entry("cause", "a part of the cause"),
            Map.entry("before", "those whose number is less"),
            Map.entry("days", "how many days back, 90 at most"),
            Map.entry("force", "also a type that Stripe does not have"),
            Map.entry("reveal", "what is personal, too; for whoever may see it"),
            Map.entry("who", "who did it"),
            Map.entry("act", "what was done, such as replayed"),
            Map.entry("subject", "what it was about"),
            Map.entry("name", "a file of the set"));

    private QueryWords() {}

    /** @param said a name, or a name and what it means here */
    static Parameter parameter(String said) {
        String[] parts = said.split(": ", 2);
        String name = parts[0];
        String words = parts.length > 1 ? parts[1] : WORDS.get(name);
        if (words == null) {
            throw new IllegalStateException("QueryWords lacks " + name);
        }
        return new QueryParameter().name(name).description(words).schema(schema(name));
    }

    static Schema<?> schema(String name) {
        return new JsonSchema()
                .typesItem(NUMBERS.contains(name) ? "integer" : FLAGS.contains(name) ? "boolean" : "string");
    }
}

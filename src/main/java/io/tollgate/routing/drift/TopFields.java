package io.tollgate.routing.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Seen.Body;
import io.tollgate.routing.check.KnownTypes;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The fields at the top of an event and of its object that stripe-java does not know, in any API version. Of what is below nothing is said. */
final class TopFields {
    /** Of snapshot events and thin ones. */
    private static final Set<String> OF_EVENTS = Set.of(
            "account",
            "api_version",
            "changes",
            "context",
            "created",
            "data",
            "id",
            "livemode",
            "object",
            "pending_webhooks",
            "reason",
            "related_object",
            "request",
            "snapshot_event",
            "type",
            "user_id");
    /** All fields of Stripe's look like this; another one may be anything. */
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    private final ObjectMapper json = new ObjectMapper();

    /** {@code context} is one of the event, {@code charge.level4} one of its object. */
    Set<String> unknown(Body event) {
        Set<String> unknown = new TreeSet<>();
        try {
            JsonNode envelope = json.readTree(event.payload());
            add(unknown, "", envelope, OF_EVENTS);
            JsonNode object = envelope.path("data").path("object");
            String kind = object.path("object").asText("");
            Set<String> known = KnownTypes.fields(event.type()).keySet();
            if (!known.isEmpty()
                    && EventTypes.object(event.type()).filter(kind::equals).isPresent()) {
                add(unknown, kind + ".", object, known);
            }
        } catch (IOException e) {
            // The inbox has read it, so it is JSON; what is too deep for a tree has no news at its top.
            return Set.of();
        }
        return unknown;
    }

    private static void add(Set<String> unknown, String prefix, JsonNode object, Collection<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name) && FIELD.matcher(name).matches()) {
                unknown.add(prefix + name);
            }
        });
    }
}

package io.tollgate.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.inbox.EventTypes;
import io.tollgate.samples.Samples;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An event of each type that Stripe has: the sample where there is one, else one that is made of what stripe-java knows of the object. Those have
 * today's fields, whatever version they name.
 */
final class EveryType {
    private static final JsonMapper JSON = new JsonMapper();
    /** It is sent before there is an invoice. */
    private static final String WITHOUT_ID = "invoice.upcoming";

    private final Samples samples;
    private final Clock clock;

    EveryType(Samples samples, Clock clock) {
        this.samples = samples;
        this.clock = clock;
    }

    SortedSet<String> types() {
        return new TreeSet<>(EventTypes.known());
    }

    /**
     * A new event: its id and the ids in it are its own, it was created now.
     *
     * @param version one of the samples'; null for today's
     */
    String event(String type, String version) throws IOException {
        if (samples.types().contains(type)) {
            return samples.event(type, version);
        }
        String random = UUID.randomUUID().toString().replace("-", "");
        ObjectNode event = JSON.createObjectNode().put("id", "evt_" + random);
        return JSON.writeValueAsString(
                EventTypes.thin().contains(type)
                        ? thin(event, type, random)
                        : snapshot(
                                event,
                                type,
                                version == null ? samples.versions().get(0) : version,
                                random));
    }

    private ObjectNode snapshot(ObjectNode event, String type, String version, String random) {
        long now = clock.instant().getEpochSecond();
        ObjectNode object =
                new ModelledObject(random, now).of(EventTypes.object(type).orElseThrow());
        if (type.equals(WITHOUT_ID)) {
            object.remove("id");
        }
        event.put("object", "event").put("api_version", version).put("created", now);
        event.putObject("data").set("object", object);
        event.put("livemode", false).put("pending_webhooks", 1);
        event.putObject("request").putNull("id").putNull("idempotency_key");
        return event.put("type", type);
    }

    private ObjectNode thin(ObjectNode event, String type, String random) {
        event.put("object", "v2.core.event")
                .put("type", type)
                .put("livemode", false)
                .put("created", clock.instant().toString())
                .putNull("reason");
        Optional<String> about = EventTypes.object(type);
        about.ifPresent(object -> {
            String id = object.replace('.', '_') + "_" + random;
            String path = (object.startsWith("v2.") ? object : "v1." + object).replace('.', '/');
            event.putObject("related_object").put("id", id).put("type", object).put("url", "/" + path + "s/" + id);
        });
        return event;
    }
}

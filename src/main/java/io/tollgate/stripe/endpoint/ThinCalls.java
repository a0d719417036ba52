package io.tollgate.stripe.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Of endpoints that are sent thin events, which Stripe calls event destinations.
 *
 * @see <a href="https://docs.stripe.com/api/v2/core/event-destinations">the API's reference</a>
 */
final class ThinCalls implements EndpointCalls {
    private static final String PATH = "/v2/core/event_destinations";
    private static final String URL = "webhook_endpoint.url";
    private static final String SECRET = "webhook_endpoint.signing_secret";
    private static final String CONNECTED = "@accounts";

    private final StripeApi stripe;

    ThinCalls(StripeApi stripe) {
        this.stripe = stripe;
    }

    @Override
    public List<StripeEndpoint> list(StripeCall call) {
        List<StripeEndpoint> all = new ArrayList<>();
        String next = PATH + "?limit=100&include%5B0%5D=" + URL;
        while (next != null) {
            JsonNode page = Json.read(stripe.get(call, next));
            for (JsonNode destination : page.path("data")) {
                // the same list has the snapshot ones, and those of other clouds
                if (is(destination, "event_payload", "thin") && is(destination, "type", "webhook_endpoint")) {
                    all.add(endpoint(destination));
                }
            }
            next = page.path("next_page_url").asText(null);
        }
        return all;
    }

    @Override
    public String content(Wish wish, String creation) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", "Tollgate: " + wish.name());
        content.put("type", "webhook_endpoint");
        content.put("event_payload", "thin");
        content.put("enabled_events", wish.types());
        content.put("webhook_endpoint", Map.of("url", wish.url().toString()));
        if (wish.description() != null) {
            content.put("description", wish.description());
        }
        if (wish.connect()) {
            content.put("events_from", List.of(CONNECTED));
        }
        Map<String, String> metadata = new TreeMap<>(Map.of(StripeEndpoint.NAME, wish.name()));
        if (creation != null) {
            metadata.put(StripeEndpoint.CREATION, creation);
        }
        content.put("metadata", metadata);
        content.put("include", List.of(SECRET, URL));
        return Json.write(content);
    }

    @Override
    public Made create(StripeCall call, Wish wish, String creation) {
        JsonNode made = Json.read(stripe.postOnce(call, PATH, content(wish, creation), creation));
        return new Made(
                made.path("id").asText(),
                made.at("/webhook_endpoint/signing_secret").asText());
    }

    @Override
    public StripeEndpoint get(StripeCall call, String id) {
        return endpoint(Json.read(stripe.get(call, path(id) + "?include%5B0%5D=" + URL)));
    }

    @Override
    public void update(StripeCall call, String id, Change change) {
        if (change.isMore()) {
            stripe.post(call, path(id), Json.write(content(change)));
        }
        if (change.enable()) {
            stripe.post(call, path(id) + "/enable", "{}");
        }
    }

    private static Map<String, Object> content(Change change) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (change.url() != null) {
            content.put("webhook_endpoint", Map.of("url", change.url()));
        }
        if (change.types() != null) {
            content.put("enabled_events", change.types());
        }
        if (change.description() != null) {
            content.put("description", change.description());
        }
        if (!change.metadata().isEmpty()) {
            Map<String, String> metadata = new TreeMap<>(change.metadata());
            // here it is null that removes one
            metadata.replaceAll((name, value) -> value.isEmpty() ? null : value);
            content.put("metadata", metadata);
        }
        return content;
    }

    private static String path(String id) {
        return PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static boolean is(JsonNode object, String name, String value) {
        return object.path(name).asText().equals(value);
    }

    private static StripeEndpoint endpoint(JsonNode json) {
        Set<String> from = Json.texts(json.path("events_from"));
        return new StripeEndpoint(
                json.path("id").asText(),
                json.at("/webhook_endpoint/url").asText(),
                Json.texts(json.path("enabled_events")),
                null,
                from.contains(CONNECTED),
                true,
                !is(json, "status", "disabled"),
                json.path("description").asText(""),
                Json.map(json.path("metadata")),
                Instant.parse(json.path("created").asText()));
    }
}

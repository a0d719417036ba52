package io.tollgate.stripe.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.Stripe;
import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Of endpoints that are sent snapshots.
 *
 * @see <a href="https://docs.stripe.com/api/webhook_endpoints">the API's reference</a>
 */
final class SnapshotCalls implements EndpointCalls {
    private static final String PATH = "/v1/webhook_endpoints";
    private static final int PAGE = 100;

    private final StripeApi stripe;

    SnapshotCalls(StripeApi stripe) {
        this.stripe = stripe;
    }

    @Override
    public List<StripeEndpoint> list(StripeCall call) {
        List<StripeEndpoint> all = new ArrayList<>();
        String after = "";
        boolean hasMore = true;
        while (hasMore) {
            JsonNode page = Json.read(stripe.get(call, PATH + "?limit=" + PAGE + after));
            page.path("data").forEach(endpoint -> all.add(endpoint(endpoint)));
            hasMore = page.path("has_more").asBoolean() && !page.path("data").isEmpty();
            after = all.isEmpty()
                    ? ""
                    : "&starting_after=" + encoded(all.get(all.size() - 1).id());
        }
        return all;
    }

    @Override
    public String content(Wish wish, String creation) {
        Form form = new Form().add("url", wish.url().toString());
        wish.types().forEach(type -> form.add("enabled_events[]", type));
        form.add("api_version", wish.apiVersion() == null ? Stripe.API_VERSION : wish.apiVersion());
        form.add("description", wish.description() == null ? "Tollgate: " + wish.name() : wish.description());
        form.add("metadata[" + StripeEndpoint.NAME + "]", wish.name());
        if (wish.connect()) {
            form.add("connect", "true");
        }
        if (creation != null) {
            form.add("metadata[" + StripeEndpoint.CREATION + "]", creation);
        }
        return form.toString();
    }

    @Override
    public Made create(StripeCall call, Wish wish, String creation) {
        JsonNode made = Json.read(stripe.postOnce(call, PATH, content(wish, creation), creation));
        return new Made(made.path("id").asText(), made.path("secret").asText());
    }

    @Override
    public StripeEndpoint get(StripeCall call, String id) {
        return endpoint(Json.read(stripe.get(call, path(id))));
    }

    @Override
    public void update(StripeCall call, String id, Change change) {
        Form form = new Form();
        if (change.url() != null) {
            form.add("url", change.url());
        }
        if (change.types() != null) {
            change.types().forEach(type -> form.add("enabled_events[]", type));
        }
        if (change.description() != null) {
            form.add("description", change.description());
        }
        change.metadata().forEach((name, value) -> form.add("metadata[" + name + "]", value));
        if (change.enable()) {
            form.add("disabled", "false");
        }
        stripe.post(call, path(id), form.toString());
    }

    private static String path(String id) {
        return PATH + "/" + encoded(id);
    }

    /** That an endpoint is one of Connect shows by the application that it is of. */
    private static StripeEndpoint endpoint(JsonNode json) {
        return new StripeEndpoint(
                json.path("id").asText(),
                json.path("url").asText(),
                Json.texts(json.path("enabled_events")),
                json.path("api_version").asText(null),
                json.hasNonNull("application"),
                false,
                !json.path("status").asText().equals("disabled"),
                json.path("description").asText(""),
                Json.map(json.path("metadata")),
                Instant.ofEpochSecond(json.path("created").asLong()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As a browser sends one. */
    private static final class Form {
        private final StringJoiner pairs = new StringJoiner("&");

        Form add(String name, String value) {
            pairs.add(encoded(name) + "=" + encoded(value));
            return this;
        }

        @Override
        public String toString() {
            return pairs.toString();
        }
    }
}

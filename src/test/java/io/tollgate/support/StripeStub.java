package io.tollgate.support;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stripe's lists of events, as its API's reference describes them: the newest first, by pages of {@code limit}, filtered by {@code
 * created}, {@code types} and {@code delivery_success}, each account and mode by itself.
 */
public final class StripeStub implements AutoCloseable {
    private static final String TRANSFORMER = "events";
    private static final Comparator<Event> NEWEST =
            Comparator.comparingLong(Event::created).thenComparing(Event::id).reversed();

    private final Set<Event> events = new ConcurrentSkipListSet<>(NEWEST);
    private final Set<String> unknownTypes = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, ResponseDefinitionBuilder> trouble = request -> null;
    private volatile int delayMillis;
    private final WireMockServer server;

    /**
     * @param account the connected one; null for that of the key
     * @param created seconds since 1970
     */
    public record Event(String id, String type, String account, boolean livemode, long created, boolean delivered) {
        /** As it is listed: that of a connected account does not say whose it is. */
        public String json() {
            return """
                    {
                          "id": "%s", "object": "event", "api_version": "2024-06-20", "created": %d, "livemode": %s,
                          "type": "%s", "pending_webhooks": 1, "request": {"id": null},
                          "data": {"object": {"id": "pi_%s", "object": "payment_intent", "amount": 10.50, "note": "}Ä\\""}}
                        }""".formatted(id, created, livemode, type, id);
        }

        /** As it is posted. */
        public String posted() {
            String json = json();
            return account == null ? json : json.substring(0, json.length() - 1) + ",\"account\": \"" + account + "\"}";
        }
    }

    public StripeStub() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .extensions(new Lists()));
        server.start();
        stubLists();
    }

    private void stubLists() {
        server.stubFor(WireMock.get(WireMock.urlPathEqualTo("/v1/events"))
                .willReturn(WireMock.aResponse().withTransformers(TRANSFORMER)));
    }

    public String url() {
        return server.baseUrl();
    }

    public WireMockServer server() {
        return server;
    }

    public void add(Event event) {
        events.add(event);
    }

    public Set<Event> events() {
        return events;
    }

    /** A list that is filtered by it is refused. */
    public void doesNotKnow(String type) {
        unknownTypes.add(type);
    }

    /** @param answer what is answered instead of a list; null for the list */
    public void trouble(Function<Request, ResponseDefinitionBuilder> answer) {
        trouble = answer;
    }

    /** As it was when it was started. */
    public void reset() {
        events.clear();
        unknownTypes.clear();
        trouble = request -> null;
        delayMillis = 0;
        server.resetAll();
        stubLists();
    }

    /** How long each answer takes. */
    public void delay(Duration delay) {
        delayMillis = Math.toIntExact(delay.toMillis());
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Lists implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent served) {
            Request request = served.getRequest();
            ResponseDefinitionBuilder instead = trouble.apply(request);
            return (instead == null ? list(request) : instead)
                    .withFixedDelay(delayMillis)
                    .build();
        }

        @Override
        public String getName() {
            return TRANSFORMER;
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }

    private ResponseDefinitionBuilder list(Request request) {
        List<String> types = values(request, "types[]");
        if (types.size() > 20 || types.stream().anyMatch(unknownTypes::contains)) {
            return WireMock.aResponse().withStatus(400).withBody("""
                    {"error": {"type": "invalid_request_error", "param": "types", "message": "Invalid types"}}""");
        }
        boolean live = request.getHeader("Authorization").contains("_live_");
        String account = request.containsHeader("Stripe-Account") ? request.getHeader("Stripe-Account") : null;
        long from = number(request, "created[gte]", 0);
        long to = number(request, "created[lt]", Long.MAX_VALUE);
        Stream<Event> matching = events.stream()
                .filter(event -> event.livemode() == live)
                .filter(event -> java.util.Objects.equals(event.account(), account))
                .filter(event -> event.created() >= from && event.created() < to)
                .filter(event -> types.isEmpty() || types.contains(event.type()))
                .filter(event -> values(request, "delivery_success").isEmpty() || !event.delivered());
        List<String> after = values(request, "starting_after");
        if (!after.isEmpty()) {
            matching = matching.dropWhile(event -> !event.id().equals(after.get(0)))
                    .skip(1);
        }
        long limit = number(request, "limit", 10);
        List<Event> page = matching.limit(limit + 1).toList();
        String data = page.stream().limit(limit).map(Event::json).collect(Collectors.joining(",\n    "));
        return WireMock.okJson("{\"object\": \"list\", \"data\": [\n    " + data + "],\n  \"has_more\": "
                + (page.size() > limit) + ", \"url\": \"/v1/events\"}");
    }

    private static long number(Request request, String name, long otherwise) {
        List<String> values = values(request, name);
        return values.isEmpty() ? otherwise : Long.parseLong(values.get(0));
    }

    private static List<String> values(Request request, String name) {
        QueryParameter parameter = request.queryParameter(name);
        return parameter.isPresent() ? parameter.values() : List.of();
    }
}

package io.tollgate.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Stripe's endpoints, as its API's reference describes them: {@code /v1/webhook_endpoints} and the thin ones of {@code
 * /v2/core/event_destinations}, each mode by itself. A secret is told once; an answer is kept by its idempotency key. There are no events.
 */
public final class EndpointStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRANSFORMER = "endpoints";
    private static final String V1 = "/v1/webhook_endpoints";
    private static final String V2 = "/v2/core/event_destinations";
    private static final Set<String> V1_UPDATE = Set.of(
            "url", "enabled_events", "description", "disabled", "metadata[tollgate]", "metadata[tollgate_create]");

    private static final String UNKNOWN = "no.such_type";

    private final List<ObjectNode> endpoints = new ArrayList<>();
    private final Map<String, Kept> kept = new HashMap<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final WireMockServer server;
    private int limit = 16;
    private int lost;
    private int failing;
    private int forbidden;
    private int next = 1;

    private record Kept(String body, int status, String answer) {}

    public EndpointStub() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .extensions(new Answers()));
        server.start();
        server.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withTransformers(TRANSFORMER)));
    }

    public String url() {
        return server.baseUrl();
    }

    public WireMockServer server() {
        return server;
    }

    /** All that there are, of both kinds and modes; to be changed as by somebody else. */
    public synchronized List<ObjectNode> endpoints() {
        return endpoints;
    }

    public ObjectNode only() {
        if (endpoints().size() != 1) {
            throw new AssertionError("There are " + endpoints());
        }
        return endpoints().get(0);
    }

    /** All that were ever told. */
    public Set<String> secrets() {
        return secrets;
    }

    public void limit(int most) {
        limit = most;
    }

    /** The next creations take effect, and their answers get lost. */
    public synchronized void loseAnswers(int count) {
        lost = count;
    }

    /** The next creations with a new key fail, and go on to fail with that key. */
    public synchronized void failCreations(int count) {
        failing = count;
    }

    /** @param status of each answer from now on; 0 for none of these */
    public synchronized void forbid(int status) {
        forbidden = status;
    }

    /** As somebody has made it in the Dashboard. */
    public synchronized ObjectNode add(boolean live, String url, String... types) {
        ObjectNode endpoint = JSON.createObjectNode()
                .put("id", "we_" + next++)
                .put("object", "webhook_endpoint")
                .putNull("api_version")
                .putNull("application")
                .put("created", Instant.now().getEpochSecond())
                .putNull("description")
                .put("livemode", live)
                .put("status", "enabled")
                .put("url", url);
        endpoint.putObject("metadata");
        Stream.of(types).forEach(endpoint.putArray("enabled_events")::add);
        endpoints.add(endpoint);
        return endpoint;
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Answers implements ResponseDefinitionTransformerV2 {
        @Override
        public ResponseDefinition transform(ServeEvent served) {
            return answer(served.getRequest()).build();
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

    private synchronized ResponseDefinitionBuilder answer(Request request) {
        if (forbidden > 0) {
            return error(forbidden, "The provided key rk_test_*** does not have the required permissions");
        }
        String path = URI.create(request.getUrl()).getPath();
        if (path.endsWith("/events")) {
            return WireMock.okJson("{\"object\": \"list\", \"data\": [], \"has_more\": false}");
        }
        boolean isGet = request.getMethod().value().equals("GET");
        boolean isThin = path.startsWith(V2);
        if (path.equals(V1) || path.equals(V2)) {
            return isGet ? isThin ? thinList(request) : list(request) : createOnce(request, isThin);
        }
        String id = path.substring((isThin ? V2 : V1).length() + 1).replace("/enable", "");
        ObjectNode endpoint = of(request).stream()
                .filter(known -> known.path("id").asText().equals(id))
                .findFirst()
                .orElse(null);
        if (endpoint == null) {
            return error(404, "No such webhook endpoint: '" + id + "'");
        }
        if (path.endsWith("/enable")) {
            endpoint.put("status", "enabled");
        } else if (!isGet) {
            return isThin ? updateThin(endpoint, request) : update(endpoint, request);
        }
        return ok(endpoint);
    }

    private List<ObjectNode> of(Request request) {
        boolean live = request.getHeader("Authorization").contains("_live_");
        return endpoints.stream()
                .filter(endpoint -> endpoint.path("livemode").asBoolean() == live)
                .toList();
    }

    private ResponseDefinitionBuilder list(Request request) {
        List<ObjectNode> all = of(request).stream()
                .filter(endpoint -> endpoint.path("id").asText().startsWith("we_"))
                .toList();
        var after = request.queryParameter("starting_after");
        List<ObjectNode> rest = !after.isPresent()
                ? all
                : all.stream()
                        .dropWhile(endpoint -> !endpoint.path("id").asText().equals(after.firstValue()))
                        .skip(1)
                        .toList();
        int size = Integer.parseInt(request.queryParameter("limit").firstValue());
        ObjectNode list = JSON.createObjectNode().put("object", "list").put("has_more", rest.size() > size);
        rest.stream().limit(size).forEach(list.putArray("data")::add);
        return ok(list);
    }

    /** A page each, to have pages. */
    private ResponseDefinitionBuilder thinList(Request request) {
        List<ObjectNode> all = of(request);
        var page = request.queryParameter("page");
        int at = page.isPresent() ? Integer.parseInt(page.firstValue()) : 0;
        ObjectNode list = JSON.createObjectNode();
        ArrayNode data = list.putArray("data");
        if (at < all.size()) {
            ObjectNode shown = all.get(at).deepCopy();
            if (shown.path("id").asText().startsWith("we_")) {
                shown.put("event_payload", "snapshot").put("type", "webhook_endpoint");
            }
            data.add(shown);
        }
        list.put("next_page_url", at + 1 < all.size() ? V2 + "?page=" + (at + 1) : null);
        return ok(list);
    }

    private ResponseDefinitionBuilder createOnce(Request request, boolean thin) {
        String key = request.getHeader("Idempotency-Key");
        Kept before = kept.get(key);
        if (before == null) {
            before = failing-- > 0 ? new Kept(request.getBodyAsString(), 500, "{}") : create(request, thin);
            kept.put(key, before);
        } else if (!before.body().equals(request.getBodyAsString())) {
            return error(400, "Keys for idempotent requests can only be used with the same parameters");
        }
        return lost-- > 0
                ? WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
                : WireMock.aResponse().withStatus(before.status()).withBody(before.answer());
    }

    private Kept create(Request request, boolean thin) {
        String body = request.getBodyAsString();
        if (of(request).size() >= limit) {
            return new Kept(
                    body, 400, errorBody("You have reached the maximum of " + limit + " test webhook endpoints."));
        }
        if (body.contains(UNKNOWN)) {
            return new Kept(body, 400, errorBody("Invalid enabled_events: " + UNKNOWN));
        }
        boolean live = request.getHeader("Authorization").contains("_live_");
        ObjectNode endpoint = thin ? thin(json(body), live) : snapshot(form(body), live);
        endpoints.add(endpoint);
        String secret = "whsec_" + endpoint.path("id").asText().replace("_", "") + "Secret" + next * 7919;
        secrets.add(secret);
        ObjectNode answer = endpoint.deepCopy();
        if (!thin) {
            answer.put("secret", secret);
        } else if (body.contains("webhook_endpoint.signing_secret")) {
            answer.withObject("/webhook_endpoint").put("signing_secret", secret);
        }
        return new Kept(body, 200, answer.toString());
    }

    private ObjectNode snapshot(Map<String, List<String>> form, boolean live) {
        ObjectNode endpoint = add(live, form.get("url").get(0));
        endpoints.remove(endpoint);
        form.get("enabled_events").forEach(endpoint.withArray("/enabled_events")::add);
        endpoint.put("api_version", form.get("api_version").get(0));
        endpoint.put("application", form.containsKey("connect") ? "ca_1" : null);
        set(endpoint, form);
        return endpoint;
    }

    private ObjectNode thin(JsonNode content, boolean live) {
        ObjectNode endpoint = ((ObjectNode) content).deepCopy();
        endpoint.remove("include");
        return endpoint.put("id", "ed_" + next++)
                .put("object", "v2.core.event_destination")
                .put("created", Instant.now().toString())
                .put("livemode", live)
                .put("status", "enabled");
    }

    private ResponseDefinitionBuilder update(ObjectNode endpoint, Request request) {
        Map<String, List<String>> form = form(request.getBodyAsString());
        for (String name : form.keySet()) {
            if (!V1_UPDATE.contains(name)) {
                return error(400, "Received unknown parameter: " + name);
            }
        }
        if (request.getBodyAsString().contains(UNKNOWN)) {
            return error(400, "Invalid enabled_events: " + UNKNOWN);
        }
        if (form.containsKey("url")) {
            endpoint.put("url", form.get("url").get(0));
        }
        if (form.containsKey("enabled_events")) {
            ArrayNode types = endpoint.putArray("enabled_events");
            form.get("enabled_events").forEach(types::add);
        }
        if (form.containsKey("disabled")) {
            endpoint.put("status", form.get("disabled").get(0).equals("true") ? "disabled" : "enabled");
        }
        set(endpoint, form);
        return ok(endpoint);
    }

    private static void set(ObjectNode endpoint, Map<String, List<String>> form) {
        form.forEach((name, values) -> {
            if (name.equals("description")) {
                endpoint.put("description", values.get(0));
            }
            if (name.startsWith("metadata[")) {
                put(endpoint, name.substring(9, name.length() - 1), values.get(0));
            }
        });
    }

    private static void put(ObjectNode endpoint, String name, String value) {
        if (value == null || value.isEmpty()) {
            endpoint.withObject("/metadata").remove(name);
        } else {
            endpoint.withObject("/metadata").put(name, value);
        }
    }

    private ResponseDefinitionBuilder updateThin(ObjectNode endpoint, Request request) {
        json(request.getBodyAsString()).properties().forEach(entry -> {
            if (entry.getKey().equals("metadata")) {
                entry.getValue()
                        .properties()
                        .forEach(pair ->
                                put(endpoint, pair.getKey(), pair.getValue().asText(null)));
            } else {
                endpoint.set(entry.getKey(), entry.getValue());
            }
        });
        return ok(endpoint);
    }

    private static Map<String, List<String>> form(String body) {
        Map<String, List<String>> form = new HashMap<>();
        for (String pair : body.split("&")) {
            String name = URLDecoder.decode(pair.replaceFirst("=.*", ""), StandardCharsets.UTF_8);
            String value = URLDecoder.decode(pair.replaceFirst(".*?=", ""), StandardCharsets.UTF_8);
            form.computeIfAbsent(name.replace("[]", ""), any -> new ArrayList<>())
                    .add(value);
        }
        return form;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResponseDefinitionBuilder ok(JsonNode answer) {
        return WireMock.okJson(answer.toString());
    }

    private static ResponseDefinitionBuilder error(int status, String message) {
        return WireMock.aResponse().withStatus(status).withBody(errorBody(message));
    }

    /** Of most errors about endpoints there is no code. */
    private static String errorBody(String message) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("type", "invalid_request_error").put("message", message);
        return error.toString();
    }
}

package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.WebServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What gateways tell while something is done to them. */
final class AlertReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(90);

    private final WebServer server = new WebServer();

    AlertReceiver() throws IOException {}

    /** By which a gateway tells it, and soon. */
    List<String> settings() {
        return List.of(
                "--tollgate.alerts.webhook.url=http://127.0.0.1:" + server.port() + "/",
                "--tollgate.alerts.interval=1s",
                "--tollgate.alerts.hold=4s",
                "--tollgate.alerts.limit.broker-away=1s",
                "--tollgate.alerts.limit.mail-server-away=1s",
                "--tollgate.alerts.limit.queue-flow-failing=1s",
                "--tollgate.alerts.limit.routes-refused=1s",
                "--tollgate.alerts.limit.gateways-silent=10s");
    }

    /** What was told so far. */
    void forget() {
        server.requests.clear();
    }

    void awaitBegan(String condition) {
        await(condition + " began")
                .atMost(TOLD_WITHIN)
                .until(() -> !told(condition).isEmpty());
    }

    /** Waits for the end of each that began, and for one at least. */
    void awaitEnded(String condition) {
        await(condition + " has ended").atMost(TOLD_WITHIN).until(() -> {
            Map<String, List<String>> told = told(condition);
            return !told.isEmpty()
                    && told.values().stream()
                            .allMatch(events -> events.get(events.size() - 1).equals("ended"));
        });
    }

    /** Of each that it holds for: one beginning, then one end. */
    void mustHaveToldOnce(String condition) {
        awaitEnded(condition);
        assertThat(told(condition))
                .as(condition)
                .allSatisfy((subject, events) -> assertThat(events).containsExactly("began", "ended"));
    }

    /** What happened, by subject. */
    private Map<String, List<String>> told(String condition) {
        return server.requests.stream()
                .map(AlertReceiver::json)
                .filter(message -> message.path("condition").asText().equals(condition))
                .collect(Collectors.groupingBy(
                        message -> message.path("subject").asText(),
                        TreeMap::new,
                        Collectors.mapping(message -> message.path("event").asText(), Collectors.toList())));
    }

    private static JsonNode json(String request) {
        try {
            return JSON.readTree(request.substring(request.indexOf('{')));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

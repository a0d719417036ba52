package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.routing.Flows;
import io.tollgate.support.FreePorts;
import io.tollgate.support.RoutesFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks why an event did not reach what is behind a queue is told that its flow fails, and why. */
class FailingFlowsTest {
    private static final String FLOW = """
            - route:
                id: router
                description: Takes each event to the queue
                from:
                  uri: direct:router
                  steps:
                    - to: {id: to-erp, uri: jms:queue:billing.erp}
            - route:
                id: erp
                description: Calls the ERP, which is away
                from:
                  uri: jms:queue:billing.erp?redeliveryFirst=50ms&redeliveryFactor=2000&redeliveryLongest=100s&redeliveryTimes=%s
                  steps:
                    - to: {id: post-to-erp, uri: "http://127.0.0.1:%d/"}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Path routes;
    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        flows = new Flows(directory.resolve("broker"), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
    }

    private void load(int times) throws Exception {
        routes = RoutesFolder.of(directory.resolve("routes"), FLOW.formatted(times, FreePorts.next()));
        flows.load(routes);
    }

    private void route(String id) throws Exception {
        flows.jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, settled_at, status)
                VALUES (?, 'invoice.paid', 'default', '{}', now(), now(), now(), 'ROUTED')""", id);
        flows.route(Flows.event(id, "invoice.paid", "{\"id\":\"in_1\",\"note\":\"s3cret\"}"));
    }

    private String tollgate(String... command) {
        return tollgate(flows.broker.url(), command);
    }

    private String tollgate(String broker, String[] command) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 4);
        all[command.length] = "--spring.datasource.url=" + flows.dataSource.getJdbcUrl();
        all[command.length + 1] = "--spring.datasource.username=postgres";
        all[command.length + 2] = "--spring.activemq.broker-url=" + broker;
        all[command.length + 3] = "--tollgate.routes=" + routes;
        Run run = Run.of(Map.of(), all);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private JsonNode json(String... command) throws Exception {
        String[] all = java.util.Arrays.copyOf(command, command.length + 1);
        all[command.length] = "--json";
        return new ObjectMapper().readTree(tollgate(all));
    }

    /** Of the row; 0 when there is none. */
    private int tries() {
        return flows
                .jdbc
                .queryForList("SELECT tries FROM tollgate.queue_failure WHERE event_id = 'evt_1'", Integer.class)
                .stream()
                .findFirst()
                .orElse(0);
    }

    @Test
    void theEventAndTheStatusSayThatItsFlowFailsAndWhy() throws Exception {
        load(9);
        route("evt_1");
        await().atMost(Duration.ofSeconds(20)).until(() -> tries() == 2);

        assertThat(tollgate("events", "evt_1"))
                .containsPattern("queue +waiting in billing.erp since \\S+; route erp has failed 2 times, next try ")
                .containsPattern("next try \\S+: \\w*ConnectException: .*Connection refused.* \\(step post-to-erp\\)")
                .doesNotContain("s3cret");
        assertThat(tollgate("tcp://127.0.0.1:" + FreePorts.next(), new String[] {"events", "evt_1"}))
                .containsPattern("queue +billing.erp: route erp has failed 2 times, next try \\S+: ")
                .containsPattern("queue +The broker at tcp://127\\.0\\.0\\.1:\\d+ does not answer");
        JsonNode event = json("events", "evt_1");
        JsonNode failing = event.path("failing").get(0);
        assertThat(failing.path("route").asText()).isEqualTo("erp");
        assertThat(failing.path("queue").asText()).isEqualTo("billing.erp");
        assertThat(failing.path("tries").asInt()).isEqualTo(2);
        assertThat(failing.path("reason").asText()).contains("Connection refused", "post-to-erp");
        assertThat(event.path("event").path("dueAt").isMissingNode())
                .as("a routed event has no next attempt")
                .isTrue();

        assertThat(tollgate("status"))
                .containsPattern("fails behind a queue +queue +messages +oldest +next try +last failure")
                .containsPattern("erp +billing.erp +1 +\\d+ s +\\S+ +\\w*ConnectException: .*\\(step post-to-erp\\)");
        JsonNode status = json("status").path("failingBehindQueues").get(0);
        assertThat(status.path("messages").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsDeadIsNotTriedAndSaysSo() throws Exception {
        load(1);
        route("evt_1");
        await().atMost(Duration.ofSeconds(20)).until(() -> flows.broker.depth("DLQ.billing.erp") == 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> tries() == 0);

        assertThat(tollgate("events", "evt_1"))
                .contains("in DLQ.billing.erp since", "Connection refused")
                .doesNotContain("next try");
        assertThat(tollgate("status")).doesNotContain("fails behind a queue");
    }
}

package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.support.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters by the API, with a real broker. */
class DeadLettersApiTest {
    private static final String PATH = "/api/v1/dead-letters";

    private static TestBroker broker;
    private static TestConsole console;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        broker = TestBroker.start(directory);
        console = TestConsole.start("--spring.activemq.broker-url=" + broker.url());
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
        broker.stop();
    }

    @Test
    void countsShowsAndSendsBackWhatTheFilterFinds() throws Exception {
        send("DLQ.team.a", "evt_1", "invoice.paid");
        send("DLQ.team.a", "evt_2", "invoice.paid");
        send("DLQ.team.a", "evt_3", "charge.failed");
        JsonNode groups = json(console.get(Role.VIEWER, PATH + "?queue=team.a"), 200);
        assertThat(groups.path("deadLetters").findValuesAsText("messages")).containsExactlyInAnyOrder("2", "1");
        HttpResponse<String> shown = console.get(Role.VIEWER, PATH + "/messages?queue=team.a&event=evt_3");
        assertThat(json(shown, 200).path("messages")).hasSize(1);
        assertThat(shown.body()).doesNotContain("secret body");

        String filter = "{\"filter\": {\"queue\": \"team.a\", \"type\": \"invoice.*\"}";
        assertThat(json(post(Role.OPERATOR, "retry", filter + ", \"dryRun\": true}"), 200)
                        .path("count")
                        .asInt())
                .isEqualTo(2);
        JsonNode moved = json(post(Role.OPERATOR, "retry", filter + "}"), 200);
        assertThat(moved.path("count").asInt()).isEqualTo(2);
        assertThat(moved.path("complete").asBoolean()).isTrue();
        assertThat(json(
                                console.get(
                                        Role.VIEWER,
                                        "/api/v1/replays/" + moved.path("id").asText()),
                                200)
                        .toString())
                .contains("\"requestedBy\":\"token:operator\"", "dlq retry --queue=team.a --type=");
        assertThat(json(post(Role.ADMIN, "discard", "{\"filter\": {\"queue\": \"team.a\"}}"), 200)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(console.jdbc()
                        .queryForList(
                                "SELECT who || ' ' || act || ' ' || what FROM tollgate.audit WHERE act LIKE 'DEAD%' ORDER BY id",
                                String.class))
                .containsExactly(
                        "token:operator DEAD_LETTERS_RETRIED --queue=team.a --type='invoice.*'",
                        "token:admin DEAD_LETTERS_DISCARDED --queue=team.a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"filter\": {}}",
                "{\"all\": true, \"filter\": {\"queue\": \"a\"}}",
                "{\"filter\": {\"queu\": \"a\"}}",
                "{\"filter\": {\"queue\": \"a,b\"}}",
                "{\"filter\": {\"queue\": \">\"}}",
                "{\"filter\": {\"from\": \"x\"}}",
                "[1]",
                ""
            })
    void refusesWhatIsNotMeant(String body) throws Exception {
        send("DLQ.team.b", "evt_1", "invoice.paid");
        assertThat(post(Role.ADMIN, "discard", body).statusCode()).isEqualTo(400);
        assertThat(json(console.get(Role.VIEWER, PATH + "?queue=team.b"), 200).path("deadLetters"))
                .hasSize(1);
    }

    @Test
    void onlyAnAdminRemovesAndNoViewerSendsBack() throws Exception {
        String all = "{\"filter\": {\"queue\": \"team.c\"}}";
        assertThat(post(Role.OPERATOR, "discard", all).statusCode()).isEqualTo(403);
        assertThat(post(Role.VIEWER, "retry", all).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> post(Role role, String what, String body) throws Exception {
        return console.send(role, "POST", PATH + "/" + what, body);
    }

    private static void send(String queue, String event, String type) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            TextMessage message = session.createTextMessage("secret body");
            message.setStringProperty("stripeEventId", event);
            message.setStringProperty("stripeEventType", type);
            producer.send(message);
        }
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

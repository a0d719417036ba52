package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.support.Deaths;
import io.tollgate.support.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forgetting a customer, and giving up what is in its way, by the API. */
class CustomersApiTest {
    private static final String PATH = "/api/v1/customers/cus_A/forget";
    private static final String SECRET = "zoe@example.net";

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private static TestBroker broker;
    private static TestConsole console;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory.resolve("broker"));
        console = TestConsole.start(
                "--spring.activemq.broker-url=" + broker.url(), "--tollgate.data=" + directory.resolve("data"));
        assertThat(console.send(Role.OPERATOR, "PUT", "/api/v1/pauses/*", "").statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
        broker.stop();
    }

    @BeforeEach
    void store() throws Exception {
        console.jdbc().execute("TRUNCATE tollgate.inbox, tollgate.attempt, tollgate.forget, tollgate.forget_id");
        event("evt_1", "ROUTED", "cus_A");
        event("evt_2", "PENDING", "cus_A");
        event("evt_3", "ROUTED", "cus_B");
        Files.createDirectories(directory.resolve("data/mail"));
        Files.writeString(
                directory.resolve("data/mail/1.eml"), "Subject: x\r\nX-Stripe-Event-Id: evt_1\r\n\r\n" + SECRET);
    }

    private static void event(String id, String status, String customer) throws Exception {
        console.jdbc()
                .update(
                        """
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                VALUES (?, 'charge.refunded', 'default', now(), now(), CASE WHEN ? <> 'PENDING' THEN now() END, ?, 1, convert_to(?, 'UTF8'))""",
                        id,
                        status,
                        status,
                        "{\"id\":\"" + id
                                + "\",\"object\":\"event\",\"type\":\"charge.refunded\",\"data\":{\"object\":{\"id\":\"ch_"
                                + id
                                + "\",\"object\":\"charge\",\"customer\":\"" + customer + "\",\"email\":\"" + SECRET
                                + "\"}}}");
        console.jdbc().update("""
                INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations)
                VALUES (?, 1, now(), 1, '{jms:queue:stripe.erp}')""", id);
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue("stripe.erp"))
                    .send(Deaths.event(session, id, "charge.refunded", SECRET));
        }
    }

    @Test
    void showsWhatThereIsThenRemovesItAndTheRestOnceItIsGivenUp() throws Exception {
        JsonNode dry = ended(ask("{\"dryRun\": true}"));
        assertThat(dry.at("/plan/payloads").toString()).isEqualTo("{\"charge.refunded\":1}");
        assertThat(dry.at("/plan/pending").toString()).isEqualTo("[\"evt_2\"]");
        assertThat(dry.at("/plan/mails").asInt()).isEqualTo(1);
        assertThat(dry.path("forgotten").isNull()).isTrue();
        assertThat(withPayload()).containsExactly("evt_1", "evt_2", "evt_3");
        assertThat(audited()).doesNotContain("FORGOTTEN token:admin cus_A ");

        JsonNode run = ended(ask("{\"customer\": \"cus_A\"}"));
        assertThat(run.at("/forgotten/payloads").asInt()).isEqualTo(1);
        assertThat(run.at("/forgotten/messages").asInt()).as(run.toString()).isPositive();
        assertThat(run.at("/forgotten/pending").toString()).isEqualTo("[\"evt_2\"]");
        assertThat(run.at("/forgotten/complete").asBoolean(true)).isFalse();
        assertThat(run.at("/forgotten").has("notVacuumed")).as(run.toString()).isFalse();
        assertThat(withPayload()).containsExactly("evt_2", "evt_3");
        assertThat(directory.resolve("data/mail/1.eml")).doesNotExist();
        assertThat(audited()).contains("FORGOTTEN token:admin cus_A ");

        JsonNode discarded = json(discard("{\"ids\": [\"evt_2\", \"evt_3\"], \"reason\": \"erasure\"}"), 200);
        assertThat(discarded.path("discarded").toString()).isEqualTo("[\"evt_2\"]");
        assertThat(discarded.at("/refused/evt_3").asText()).isEqualTo("it is routed already");
        assertThat(audited()).contains("DISCARDED token:operator evt_2 erasure");
        JsonNode rest = ended(ask("{\"customer\": \"cus_A\", \"dead\": true}"));
        assertThat(rest.at("/forgotten/complete").asBoolean())
                .as(rest.toString())
                .isTrue();
        assertThat(withPayload()).containsExactly("evt_3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"customer\": \"cus_B\"}", "{\"yes\": true}", ""})
    void removesNothingThatIsNotMeant(String body) throws Exception {
        assertThat(ask(body).statusCode()).isEqualTo(400);
        assertThat(console.send(Role.OPERATOR, "POST", PATH, "{\"customer\": \"cus_A\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.send(Role.ADMIN, "POST", PATH.replace("cus_A", "ch_A"), "{\"customer\": \"ch_A\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(withPayload()).containsExactly("evt_1", "evt_2", "evt_3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ids\": [], \"reason\": \"x\"}",
                "{\"ids\": [\"evt_2\"]}",
                "{\"ids\": [\"evt_2\"], \"reason\": \" \"}",
                "{\"ids\": [\"evt_2\", \"evt_2\"], \"reason\": \"x\"}",
                "{\"ids\": [\"x\"], \"reason\": \"x\"}"
            })
    void givesUpNothingThatIsNotMeant(String body) throws Exception {
        assertThat(discard(body).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> ask(String body) throws Exception {
        return console.send(Role.ADMIN, "POST", PATH, body);
    }

    private static HttpResponse<String> discard(String body) throws Exception {
        return console.send(Role.OPERATOR, "POST", "/api/v1/discards", body);
    }

    private static JsonNode ended(HttpResponse<String> begun) throws Exception {
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String location = begun.headers().firstValue("Location").orElseThrow();
        JsonNode run = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> json(console.get(Role.ADMIN, location), 200),
                        noted -> !noted.path("endedAt").isNull());
        assertThat(run.path("problem").isNull()).as(run.toString()).isTrue();
        return run;
    }

    private static List<String> withPayload() {
        return console.jdbc()
                .queryForList("SELECT id FROM tollgate.inbox WHERE payload IS NOT NULL ORDER BY id", String.class);
    }

    private static List<String> audited() {
        return console.jdbc()
                .queryForList(
                        "SELECT act || ' ' || who || ' ' || subject || ' ' || what FROM tollgate.audit", String.class);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

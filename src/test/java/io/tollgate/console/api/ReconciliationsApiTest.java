package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.support.StripeStub;
import io.tollgate.support.StripeStub.Event;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reconciliations by the API; the gateway does none by itself. */
class ReconciliationsApiTest {
    private static final String PATH = "/api/v1/stripe/reconciliations";
    private static final StripeStub STUB = new StripeStub();
    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = TestConsole.start(
                "--tollgate.stripe.api-base=" + STUB.url(),
                "--tollgate.stripe.accounts.default.api-keys=rk_test_reader",
                "--tollgate.stripe.reconcile.interval=0s");
    }

    @AfterAll
    static void stop() {
        console.close();
        STUB.close();
    }

    @AfterEach
    void reset() {
        STUB.reset();
        console.jdbc().execute("TRUNCATE tollgate.inbox");
    }

    private static void created(String id, String type) {
        STUB.add(new Event(
                id, type, null, false, Instant.now().minus(Duration.ofHours(3)).getEpochSecond(), false));
    }

    @Test
    void countsFirstAndStoresThen() throws Exception {
        created("evt_1", "tax_rate.created");
        created("evt_2", "tax_rate.updated");

        JsonNode dry = ended(ask("{\"since\": \"1d\", \"types\": [\"tax_rate.created\"], \"dryRun\": true}"));
        assertThat(dry.at("/accounts/0/missing").toString()).isEqualTo("{\"tax_rate.created\":1}");
        assertThat(dry.at("/accounts/0/stored").asBoolean(true)).isFalse();
        assertThat(dry.path("problem").isNull()).isTrue();
        assertThat(stored()).isEmpty();
        assertThat(audited()).isEmpty();

        JsonNode run = ended(ask("{\"since\": \"1d\", \"types\": [\"tax_rate.created\"]}"));
        assertThat(run.at("/accounts/0/stored").asBoolean()).isTrue();
        assertThat(run.path("by").asText()).isEqualTo("token:operator");
        assertThat(stored()).containsExactly("evt_1 reconciled");
        assertThat(audited()).containsExactly("token:operator * --since=1d --types=tax_rate.created");
        assertThat(json(console.get(Role.VIEWER, PATH), 200).findValuesAsText("id"))
                .contains(run.path("id").asText(), dry.path("id").asText());
    }

    @Test
    void saysWhatStripeDoesNotAnswer() throws Exception {
        STUB.trouble(request -> WireMock.aResponse().withStatus(401));
        assertThat(ended(ask("{\"types\": [\"*\"], \"dryRun\": true}"))
                        .path("problem")
                        .asText())
                .contains("401");
    }

    @Test
    void oneAtATime() throws Exception {
        STUB.delay(Duration.ofMillis(1500));
        HttpResponse<String> first = ask("{\"types\": [\"tax_rate.created\"], \"dryRun\": true}");
        HttpResponse<String> second = ask("{\"types\": [\"tax_rate.created\"], \"dryRun\": true}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("under way");
        ended(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"since\": \"2999-01-01\"}",
                "{\"since\": \"soon\"}",
                "{\"types\": []}",
                "{\"types\": [\"a b\"]}",
                "{\"type\": \"x\"}"
            })
    void refusesWhatIsNotMeant(String body) throws Exception {
        assertThat(ask(body).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> ask(String body) throws Exception {
        return console.send(Role.OPERATOR, "POST", PATH, body);
    }

    private static JsonNode ended(HttpResponse<String> begun) throws Exception {
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String location = begun.headers().firstValue("Location").orElseThrow();
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> json(console.get(Role.VIEWER, location), 200),
                        run -> !run.path("endedAt").isNull());
    }

    private static List<String> stored() {
        return console.jdbc().queryForList("SELECT id || ' ' || source FROM tollgate.inbox ORDER BY id", String.class);
    }

    private static List<String> audited() {
        return console.jdbc()
                .queryForList(
                        "SELECT who || ' ' || subject || ' ' || what FROM tollgate.audit WHERE act = 'RECONCILED'",
                        String.class);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.support.RoutesFolder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event through the routes that run, by the API. */
class RehearsalApiTest {
    private static final String PATH = "/api/v1/events/evt_A1/rehearsal";
    private static final String[] PERSONAL = {"andre@", "André", "田中", "Zoltan", "looked up"};
    /** Looks somebody up of whom the event says nothing, and tells of both by names of its own. */
    private static final String TELLS = """
            - route:
                id: invoice-voided
                description: Tells of people
                from:
                  id: from-router-invoice-voided
                  uri: direct
                  parameters:
                    name: invoice-voided
                  steps:
                    - to:
                        id: look-up
                        uri: sql
                        parameters:
                          query: "SELECT 'looked up ' || CAST(:#${header.stripeEventId} AS text) AS who, 4711 AS points"
                    - setHeader:
                        id: name-of-ours
                        name: stripeWho
                        simple: "${body[0][who]}"
                    - setHeader:
                        id: correlation
                        name: JMSCorrelationID
                        simple: "${body[0][who]}"
                    - setBody:
                        id: as-json
                        simple:
                          expression: '{"who": "${body[0][who]}", "points": ${body[0][points]}, "event": "${header.stripeEventId}"}'
                    - to:
                        id: to-voided
                        uri: jms
                        parameters:
                          destinationType: queue
                          destinationName: stripe.voided
            """;

    @TempDir
    private static Path directory;

    private static TestConsole console;

    @BeforeAll
    static void start() throws Exception {
        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Files.writeString(routes.resolve("invoice-voided.camel.yaml"), TELLS);
        console = TestConsole.start("--tollgate.routes=" + routes, "--tollgate.data=" + directory.resolve("data"));
        store("evt_A1", "invoice.payment_failed", sample());
        store(
                "evt_A2",
                "invoice.voided",
                "{\"id\":\"evt_A2\",\"object\":\"event\",\"type\":\"invoice.voided\",\"data\":{\"object\":{}}}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> console.jdbc()
                                .queryForObject(
                                        "SELECT count(*) FROM tollgate.route_set WHERE result = 'TAKEN'", Integer.class)
                        == 1);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static String sample() throws Exception {
        return Files.readString(Path.of("src/main/resources/samples/invoice.payment_failed.json"))
                .replace("{random}", "A1")
                .replaceAll("\"\\{now[-+\\d]*}\"", "1767225600");
    }

    private static void store(String id, String type, String payload) {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                VALUES (?, ?, 'default', now(), now(), now(), 'ROUTED', 1, convert_to(?, 'UTF8'))""", id, type, payload);
    }

    @Test
    void showsWhatWouldBeSentAndWrittenAndDoesNothing() throws Exception {
        JsonNode tried = known(Role.ADMIN, PATH, "{\"reveal\": true}");
        assertThat(tried.path("routes").asText()).hasSize(12);
        JsonNode rehearsed = tried.path("rehearsed");
        assertThat(rehearsed.path("verdict").asText()).isEqualTo("ROUTED");
        assertThat(rehearsed.path("sent").findValuesAsText("destination")).anyMatch(to -> to.startsWith("jms:queue:"));
        assertThat(rehearsed.toString()).contains("andre@example.com", "finance@example.org");
        assertThat(rehearsed.path("rows").findValuesAsText("table")).contains("stripe.object");
        assertThat(rehearsed.path("steps")).isEmpty();
        assertThat(console.jdbc().queryForObject("SELECT count(*) FROM stripe.object", Integer.class))
                .isZero();
        assertThat(audited()).contains("PERSONAL_DATA_SEEN token:admin evt_A1 rehearsal");
    }

    @Test
    void hidesWhatIsPersonalWhateverTheFlowsCallIt() throws Exception {
        JsonNode tried = known(Role.OPERATOR, PATH, "{\"trace\": true}");
        assertThat(tried.toString())
                .doesNotContain(PERSONAL)
                .doesNotContain("finance@")
                .contains("3500", "in_A1", "•••", "jms:queue:");
        assertThat(tried.at("/rehearsed/steps")).isNotEmpty();
        assertThat(audited()).contains("PAYLOAD_SEEN token:operator evt_A1 rehearsal");

        JsonNode other = known(Role.OPERATOR, PATH.replace("A1", "A2"), "{\"trace\": true}");
        assertThat(other.at("/rehearsed/sent/1/destination").asText()).isEqualTo("jms:queue:stripe.voided");
        assertThat(other.at("/rehearsed/sent/1/body").asText())
                .isEqualTo("{\"who\":\"•••\",\"points\":4711,\"event\":\"evt_A2\"}");
        assertThat(other.toString()).doesNotContain(PERSONAL);
    }

    @Test
    void whoMayNotSeeItCannotAskForIt() throws Exception {
        HttpResponse<String> answer = console.send(Role.OPERATOR, "POST", PATH, "{\"reveal\": true}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("tollgate.personal.visible-to");
        assertThat(console.send(Role.VIEWER, "POST", PATH, "{}").statusCode()).isEqualTo(403);
        assertThat(console.send(Role.ADMIN, "POST", "/api/v1/events/evt_none/rehearsal", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(console.send(Role.ADMIN, "POST", PATH, "{\"revael\": true}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void oneAtATime() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return console.send(Role.OPERATOR, "POST", PATH, "{}");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<HttpResponse<String>> answers =
                asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .contains(200, 503)
                .containsOnly(200, 503);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 503))
                .allSatisfy(answer -> {
                    assertThat(answer.body()).contains("being rehearsed");
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                });
    }

    /** On a machine that is busy, a statement may not end in its 40 ms. */
    private static JsonNode known(Role role, String path, String body) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> json(console.send(role, "POST", path, body), 200),
                        tried -> !tried.at("/rehearsed/verdict").asText().equals("NOT_KNOWN"));
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

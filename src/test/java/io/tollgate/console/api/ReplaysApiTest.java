package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays and pauses by the API. All types are paused, so that what was set back stays where a test finds it. */
class ReplaysApiTest {
    private static TestConsole console;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start();
        assertThat(console.send(Role.OPERATOR, "PUT", "/api/v1/pauses/*", "").statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @BeforeEach
    void empty() {
        console.jdbc().execute("TRUNCATE tollgate.inbox, tollgate.replay, tollgate.api_request");
    }

    @Test
    void setsBackByIdsAndSaysWhyNotTheOthers() throws Exception {
        dead(2);
        JsonNode answer = json(replay("{\"ids\": [\"evt_1\", \"evt_2\", \"evt_9\"]}"), 200);
        assertThat(answer.path("replayed")).hasSize(2);
        assertThat(answer.path("refused").path("evt_9").asText()).contains("There is no event");
        assertThat(pending()).isEqualTo(2);
        assertThat(audited("REPLAYED")).contains("token:operator evt_1", "token:operator evt_2");
        assertThat(console.jdbc().queryForList("SELECT DISTINCT requested_by FROM tollgate.replay", String.class))
                .containsExactly("token:operator");
    }

    @Test
    void setsBackByAFilterBehindTheBackOfWhoAsked() throws Exception {
        dead(5);
        HttpResponse<String> accepted = replay("{\"filter\": {\"status\": \"dead\", \"type\": \"invoice.*\"}}");
        assertThat(accepted.statusCode()).isEqualTo(202);
        String location = accepted.headers().firstValue("Location").orElseThrow();
        await().untilAsserted(() -> {
            JsonNode one = json(console.get(Role.VIEWER, location), 200);
            assertThat(one.path("replay").path("replayed").asInt()).isEqualTo(5);
            assertThat(one.path("replay").path("endedAt").isNull()).isFalse();
            assertThat(one.path("running").asBoolean(true)).isFalse();
        });
        assertThat(json(console.get(Role.VIEWER, "/api/v1/replays"), 200)).hasSize(1);
        assertThat(audited("REPLAYED").toString()).contains("token:operator replay ");
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        dead(3);
        JsonNode byFilter = json(replay("{\"filter\": {\"status\": \"dead\"}, \"dryRun\": true}"), 200);
        assertThat(byFilter.path("types").path("invoice.paid").asInt()).isEqualTo(3);
        assertThat(byFilter.path("complete").asBoolean()).isTrue();
        JsonNode byIds = json(replay("{\"ids\": [\"evt_1\"], \"dryRun\": true}"), 200);
        assertThat(byIds.path("types").path("invoice.paid").asInt()).isEqualTo(1);
        assertThat(pending()).isZero();
        assertThat(console.jdbc().queryForObject("SELECT count(*) FROM tollgate.replay", Integer.class))
                .isZero();
    }

    @Test
    void theSameKeyTwentyTimesAtOnceIsOneReplay() throws Exception {
        dead(1);
        String key = UUID.randomUUID().toString();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            Callable<HttpResponse<String>> one = () -> untilThereIsRoom(key, "{\"ids\": [\"evt_1\"]}");
            Set<String> answers = new HashSet<>();
            for (Future<HttpResponse<String>> answer :
                    threads.invokeAll(Stream.generate(() -> one).limit(20).toList())) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                answers.add(answer.get().body());
            }
            assertThat(answers).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(console.jdbc().queryForObject("SELECT count(*) FROM tollgate.replay", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void theSameKeyLaterAnswersAsBeforeAndDoesNothing() throws Exception {
        dead(1);
        HttpResponse<String> first = replay("a-key", "{\"filter\": {\"status\": \"dead\"}}");
        await().until(() -> pending() == 1);
        console.jdbc().update("UPDATE tollgate.inbox SET status = 'DEAD', settled_at = now()");
        HttpResponse<String> second = replay("a-key", "{\"filter\": {\"status\": \"dead\"}}");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(pending()).isZero();
        assertThat(replay("a-key", "{\"ids\": [\"evt_1\"]}").statusCode()).isEqualTo(422);
        HttpResponse<String> ofAnother = console.send(post(Role.ADMIN, "a-key", "{\"ids\": [\"evt_1\"]}"));
        assertThat(ofAnother.statusCode()).isEqualTo(200);
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void whatFailsLeavesTheKeyFree() throws Exception {
        dead(1);
        console.jdbc().execute("ALTER TABLE tollgate.audit RENAME TO away");
        try {
            assertThat(replay("k", "{\"ids\": [\"evt_1\"]}").statusCode()).isEqualTo(503);
            assertThat(pending()).isZero();
        } finally {
            console.jdbc().execute("ALTER TABLE tollgate.away RENAME TO audit");
        }
        assertThat(replay("k", "{\"ids\": [\"evt_1\"]}").statusCode()).isEqualTo(200);
        assertThat(pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{",
                "{\"ids\": []}",
                "{\"ids\": [\"evt_1\", \"evt_1\"]}",
                "{\"ids\": [\"evt_1'; DROP TABLE x\"]}",
                "{\"ids\": [null]}",
                "{\"ids\": [\"evt_1\"], \"all\": true}",
                "{\"idz\": [\"evt_1\"]}",
                "{\"filter\": {}}",
                "{\"filter\": {\"statuz\": \"dead\"}}",
                "{\"filter\": {\"status\": \"gone\"}}",
                "{\"filter\": {\"limit\": \"3\"}}",
                "{\"all\": \"true\"}",
                "{\"all\": true, \"after\": \"x\"}",
                "{\"all\": true} {}",
                "{\"all\": false, \"all\": true}"
            })
    void refusesWhatIsNotMeant(String body) throws Exception {
        dead(1);
        HttpResponse<String> answer = replay(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("jackson", "java", "Exception", "io.tollgate");
        assertThat(pending()).isZero();
    }

    @Test
    void refusesWhatIsNestedTooDeeply() throws Exception {
        HttpResponse<String> answer = replay("{\"x\":".repeat(2000));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("nested too deeply");
    }

    @Test
    void refusesMoreThanAThousandIdsAndNoKeyAndViewers() throws Exception {
        String ids = IntStream.rangeClosed(1, 1001)
                .mapToObj(i -> "\"evt_" + i + "\"")
                .collect(Collectors.joining(",", "{\"ids\": [", "]}"));
        assertThat(replay(ids).statusCode()).isEqualTo(400);
        assertThat(console.send(Role.OPERATOR, "POST", "/api/v1/replays", "{\"ids\": [\"evt_1\"]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.send(post(Role.VIEWER, "k", "{\"ids\": [\"evt_1\"]}"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void pausesATypeOfStripesAndResumesIt() throws Exception {
        String path = "/api/v1/pauses/invoice.paid";
        assertThat(json(console.send(Role.OPERATOR, "PUT", path, ""), 200)
                        .path("changed")
                        .asBoolean())
                .isTrue();
        assertThat(json(console.send(Role.OPERATOR, "PUT", path, ""), 200)
                        .path("changed")
                        .asBoolean())
                .isFalse();
        assertThat(json(console.get(Role.VIEWER, "/api/v1/pauses"), 200).toString())
                .contains("\"by\":\"token:operator\"", "invoice.paid");
        assertThat(json(console.send(Role.OPERATOR, "DELETE", path, ""), 200)
                        .path("changed")
                        .asBoolean())
                .isTrue();
        assertThat(audited("PAUSED")).contains("token:operator invoice.paid");
        assertThat(console.send(Role.OPERATOR, "PUT", "/api/v1/pauses/invoice.payed", "")
                        .body())
                .contains("did you mean invoice.paid?");
        assertThat(console.send(Role.OPERATOR, "PUT", "/api/v1/pauses/a%27b?force=true", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.send(Role.VIEWER, "PUT", path, "").statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> replay(String body) throws Exception {
        return replay(UUID.randomUUID().toString(), body);
    }

    private static HttpResponse<String> replay(String key, String body) throws Exception {
        return console.send(post(Role.OPERATOR, key, body));
    }

    /** Few bodies are taken at once; who hears that asks again. */
    private static HttpResponse<String> untilThereIsRoom(String key, String body) throws Exception {
        HttpResponse<String> answer = replay(key, body);
        for (int again = 0; answer.statusCode() == 503 && again < 100; again++) {
            assertThat(answer.body()).contains("Too many ask at once");
            answer = replay(key, body);
        }
        return answer;
    }

    private static HttpRequest.Builder post(Role role, String key, String body) {
        return console.request(role, "/api/v1/replays")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body));
    }

    private static void dead(int events) {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                SELECT 'evt_' || i, 'invoice.paid', 'default', now() - interval '1 hour', now(), now(), 'DEAD', 22, '{}'
                FROM generate_series(1, ?) AS i""", events);
    }

    private static int pending() {
        return console.jdbc()
                .queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING'", Integer.class);
    }

    private static List<String> audited(String act) {
        return console.jdbc()
                .queryForList("SELECT who || ' ' || subject FROM tollgate.audit WHERE act = ?", String.class, act);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

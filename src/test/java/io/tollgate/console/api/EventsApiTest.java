package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API tells of events, over HTTP and a real database; the broker is away. */
class EventsApiTest {
    private static final String STORE = """
            INSERT INTO tollgate.inbox (id, type, endpoint, object_id, received_at, due_at, settled_at, status, payload)
            VALUES (?, ?, 'default', ?, now() + ? * interval '1 millisecond', now(), now(), ?, convert_to(?, 'UTF8'))""";
    private static final String AUDITED =
            "SELECT who || ' ' || act || ' ' || subject || ' ' || what FROM tollgate.audit ORDER BY id";

    /** Of each payload, and personal. */
    private static final String PART = "jenny@example";

    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = TestConsole.start();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @AfterEach
    void empty() {
        console.jdbc().update("DELETE FROM tollgate.inbox");
    }

    @Test
    void pagesThroughAllEventsOnceAndTheNewestFirst() throws Exception {
        store(7, "invoice.paid", "ROUTED");
        List<String> seen = new ArrayList<>();
        String path = "/api/v1/events?limit=3&type=invoice.*";
        for (int pages = 0; path != null; pages++) {
            assertThat(pages).isLessThan(4);
            JsonNode page = json(console.get(Role.VIEWER, path));
            page.path("events").forEach(event -> seen.add(event.path("id").asText()));
            path = page.path("next").isNull() ? null : page.path("next").asText();
        }
        assertThat(seen).containsExactly("evt_7", "evt_6", "evt_5", "evt_4", "evt_3", "evt_2", "evt_1");
    }

    @Test
    void looksIntoPayloadsForWhoMaySeeThem() throws Exception {
        store(3, "invoice.paid", "ROUTED");
        JsonNode all = json(console.get(Role.ADMIN, "/api/v1/events?type=invoice.*&contains=" + PART));
        assertThat(all.path("events")).hasSize(3);
        assertThat(all.path("searched").asInt()).isEqualTo(3);
        assertThat(all.path("complete").asBoolean()).isTrue();
        assertThat(all.has("narrow")).isFalse();
        assertThat(console.jdbc().queryForList(AUDITED, String.class))
                .contains("token:admin PERSONAL_DATA_SEEN * events --contains=… --type='invoice.*'");
        assertThat(console.jdbc().queryForList(AUDITED, String.class).toString())
                .doesNotContain(PART);

        JsonNode page = json(console.get(Role.ADMIN, "/api/v1/events?limit=2&contains=" + PART));
        JsonNode next = json(console.get(Role.ADMIN, page.path("next").asText()));
        assertThat(next.path("events")).hasSize(1);
        assertThat(json(console.get(Role.VIEWER, "/api/v1/events")).has("searched"))
                .isFalse();
    }

    /** It would answer who guesses what is masked. */
    @Test
    void whoSeesPayloadsMaskedMayNotLookForATextInThem() throws Exception {
        store(1, "invoice.paid", "ROUTED");
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            HttpResponse<String> hit = console.get(role, "/api/v1/events?contains=" + PART);
            HttpResponse<String> miss = console.get(role, "/api/v1/events?contains=nowhere");
            assertThat(hit.statusCode()).isEqualTo(403);
            assertThat(hit.body()).isEqualTo(miss.body()).contains("one guess after the other");
        }
        assertThat(console.get(Role.ADMIN, "/api/v1/events?contains=ab").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "status=dead, 0",
        "status=Routed, 3",
        "type=invoice.paid, 3",
        "type=charge.*, 0",
        "endpoint=other, 0",
        "object=obj_2, 1",
        "from=1h, 3",
        "to=1h, 0",
        "aside=true, 0",
        "aside=false, 3",
        "account=acct_1, 0"
    })
    void narrowsDownAsTheCommandsDo(String query, int found) throws Exception {
        store(3, "invoice.paid", "ROUTED");
        assertThat(json(console.get(Role.VIEWER, "/api/v1/events?" + query)).path("events"))
                .hasSize(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typ=x",
                "type=a&type=b",
                "type=",
                "status=gone",
                "from=yesterday",
                "from=%2B999999999-12-31",
                "to=-0400-01-01T00:00:00Z",
                "limit=0",
                "limit=201",
                "limit=1e2",
                "cursor=x",
                "cursor=AAAA",
                "aside=yes",
                "from=2026-01-02&to=2026-01-01",
                "type=a%00b",
                "reveal=true"
            })
    void refusesWhatItDoesNotKnowAndNamesIt(String query) throws Exception {
        HttpResponse<String> answer = console.get(Role.VIEWER, "/api/v1/events?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).path("detail").asText()).contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void tellsWhatBecameOfOne() throws Exception {
        store(1, "invoice.paid", "DEAD");
        JsonNode report = json(console.get(Role.VIEWER, "/api/v1/events/evt_1"));
        assertThat(report.path("event").path("status").asText()).isEqualTo("DEAD");
        assertThat(report.path("event").path("receivedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(report.path("attempts")).isEmpty();
        assertThat(report.path("paused").asBoolean(true)).isFalse();
        assertThat(report.path("queues").path("unknown").asText()).contains("the broker does not show them");
        assertThat(console.get(Role.VIEWER, "/api/v1/events/evt_9").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsAPayloadWithoutWhatIsPersonalAndWritesDownWhoLooked() throws Exception {
        store(1, "invoice.paid", "ROUTED");
        assertThat(console.get(Role.OPERATOR, "/api/v1/events/evt_1/payload").body())
                .contains("evt_1", "•••")
                .doesNotContain("jenny@example.com");
        assertThat(console.get(Role.ADMIN, "/api/v1/events/evt_1/payload").body())
                .doesNotContain("jenny@example.com");
        assertThat(console.get(Role.ADMIN, "/api/v1/events/evt_1/payload?reveal=true")
                        .body())
                .contains("jenny@example.com");
        assertThat(console.jdbc().queryForList(AUDITED, String.class))
                .contains(
                        "token:operator PAYLOAD_SEEN evt_1 payload",
                        "token:admin PAYLOAD_SEEN evt_1 payload",
                        "token:admin PERSONAL_DATA_SEEN evt_1 payload");
    }

    @Test
    void showsAPayloadToNobodyElse() throws Exception {
        store(1, "invoice.paid", "ROUTED");
        assertThat(console.get(Role.VIEWER, "/api/v1/events/evt_1/payload").statusCode())
                .isEqualTo(403);
        HttpResponse<String> answer = console.get(Role.OPERATOR, "/api/v1/events/evt_1/payload?reveal=true");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("jenny");
    }

    @Test
    void showsNoPayloadThatItCannotWriteDown() throws Exception {
        store(1, "invoice.paid", "ROUTED");
        console.jdbc().execute("ALTER TABLE tollgate.audit RENAME TO away");
        try {
            HttpResponse<String> answer = console.get(Role.ADMIN, "/api/v1/events/evt_1/payload?reveal=true");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain("jenny", "audit", "INSERT", "Exception");
        } finally {
            console.jdbc().execute("ALTER TABLE tollgate.away RENAME TO audit");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "gateways", "pauses", "stripe", "secrets"})
    void answersEachQuestionOfTheCommands(String question) throws Exception {
        HttpResponse<String> answer = console.get(Role.VIEWER, "/api/v1/" + question);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).isContainerNode()).isTrue();
    }

    private static void store(int events, String type, String status) {
        for (int i = 1; i <= events; i++) {
            String payload = "{\"id\": \"evt_" + i + "\", \"data\": {\"object\": {\"email\": \"jenny@example.com\"}}}";
            console.jdbc().update(STORE, "evt_" + i, type, "obj_" + i, i, status, payload);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }
}

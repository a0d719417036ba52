package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.support.RoutesFolder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Sets of routes by the API, of a gateway that takes and refuses them. */
@TestMethodOrder(OrderAnnotation.class)
class RoutesApiTest {
    private static final String PATH = "/api/v1/routes";
    private static final String NEW_FLOW = "invoice-voided.camel.yaml";
    private static final String FAILS = """
            - route:
                id: invoice-voided
                description: Fails with each event
                from:
                  id: from-router-invoice-voided
                  uri: direct
                  parameters:
                    name: invoice-voided
                  steps:
                    - to:
                        id: as-number
                        uri: sql
                        parameters:
                          noop: true
                          query: "SELECT CAST(CAST(:#${header.stripeEventId} AS text) AS bigint)"
            """;

    @TempDir
    private static Path directory;

    private static Path folder;
    private static TestConsole console;
    private static String first;

    @BeforeAll
    static void start() throws Exception {
        folder = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        first = Snapshot.of(folder).hash();
        console = TestConsole.start("--tollgate.routes=" + folder, "--tollgate.data=" + directory.resolve("data"));
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                VALUES ('evt_1', 'invoice.voided', 'default', now(), now(), now(), 'ROUTED', 1,
                  '{"id":"evt_1","object":"event","type":"invoice.voided","created":1767225600,"livemode":false,"data":{"object":{}}}')""");
        awaitTaken(first);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    @Order(1)
    void tellsWhatIsKeptAndItsFiles() throws Exception {
        JsonNode sets = json(console.get(Role.VIEWER, PATH), 200);
        assertThat(sets.path("folder").asText()).isEqualTo(first);
        assertThat(sets.path("folderIsKept").asBoolean()).isTrue();
        assertThat(sets.at("/routes/0/hash").asText()).isEqualTo(first);
        assertThat(sets.at("/routes/0/current").asBoolean()).isTrue();

        JsonNode files = json(console.get(Role.VIEWER, PATH + "/" + first.substring(0, 6)), 200);
        assertThat(files.path("routes").asText()).isEqualTo(first);
        assertThat(files.path("files").findValuesAsText("name")).contains("router.camel.yaml", "tables/R__object.sql");
        HttpResponse<String> file = console.get(Role.ADMIN, PATH + "/" + first + "/file?name=router.camel.yaml");
        assertThat(file.body()).isEqualTo(Files.readString(folder.resolve("router.camel.yaml")));
        assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    @Order(2)
    void whatIsInTheFilesIsForAnAdmin() throws Exception {
        for (String path : List.of("/folder/file?name=router.camel.yaml", "/diff?to=folder")) {
            assertThat(console.get(Role.OPERATOR, PATH + path).statusCode()).isEqualTo(403);
        }
        for (String path : List.of("/back", "/accept")) {
            assertThat(console.send(Role.OPERATOR, "POST", PATH + path, wish(first))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    @Order(3)
    void aSetThatNewlyFailsIsRefusedWithFileAndLineUntilItIsAccepted() throws Exception {
        Files.writeString(folder.resolve(NEW_FLOW), FAILS);
        String refused = Snapshot.of(folder).hash();
        JsonNode decision = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> json(console.get(Role.VIEWER, PATH + "/decisions?limit=1"), 200)
                                .path(0),
                        last -> last.path("hash").asText().equals(refused));
        assertThat(decision.path("result").asText()).isEqualTo("REFUSED");
        JsonNode finding = decision.at("/findings/0");
        assertThat(finding.path("file").asText()).isEqualTo(NEW_FLOW);
        assertThat(finding.path("line").asInt()).isEqualTo(10);
        assertThat(finding.path("severity").asText()).isEqualTo("error");
        assertThat(finding.path("rule").asText()).isEqualTo("newly-fails");
        assertThat(finding.path("message").asText()).contains("as-number", "evt_1");

        JsonNode difference = json(console.get(Role.ADMIN, PATH + "/diff?to=folder"), 200);
        assertThat(difference.path("from").asText()).isEqualTo(first);
        assertThat(difference.path("diff").asText())
                .startsWith("--- /dev/null\n+++ folder/" + NEW_FLOW + "\n@@ -0,0 +1,")
                .contains("+    id: invoice-voided");
        assertThat(json(console.get(Role.ADMIN, PATH + "/diff?from=" + first + "&to=" + refused), 200)
                        .path("to")
                        .asText())
                .isEqualTo(refused);

        JsonNode accepted = json(console.send(Role.ADMIN, "POST", PATH + "/accept", wish(refused)), 200);
        assertThat(accepted.path("inFolder").asBoolean()).isTrue();
        assertThat(accepted.path("inEffect").asBoolean()).isFalse();
        awaitTaken(refused);
        assertThat(audited()).containsExactly("ROUTES_ACCEPTED token:admin " + refused);
        assertThat(json(console.send(Role.ADMIN, "POST", PATH + "/accept", wish(refused)), 200)
                        .path("inEffect")
                        .asBoolean())
                .isTrue();
        assertThat(audited()).hasSize(1);
    }

    @Test
    @Order(4)
    void putsASetBackOnceItIsMeant() throws Exception {
        String before = Snapshot.of(folder).hash();
        JsonNode dry = json(
                console.send(Role.ADMIN, "POST", PATH + "/back", "{\"routes\": \"" + first + "\", \"dryRun\": true}"),
                200);
        assertThat(dry.path("deleted").path(0).asText()).isEqualTo(NEW_FLOW);
        assertThat(dry.path("changed").asBoolean()).isFalse();
        assertThat(folder.resolve(NEW_FLOW)).exists();
        assertThat(audited()).hasSize(1);

        JsonNode back = json(console.send(Role.ADMIN, "POST", PATH + "/back", wish(first)), 200);
        assertThat(back.path("changed").asBoolean()).isTrue();
        assertThat(back.path("before").asText()).isEqualTo(before);
        assertThat(folder.resolve(NEW_FLOW)).doesNotExist();
        awaitTaken(first);
        assertThat(audited()).contains("ROUTES_BACK token:admin " + first);
    }

    @Test
    @Order(5)
    void withoutItsAuditRowNothingIsChanged() throws Exception {
        String other = json(console.get(Role.VIEWER, PATH), 200).path("routes").findValuesAsText("hash").stream()
                .filter(hash -> !hash.equals(first))
                .findFirst()
                .orElseThrow();
        console.jdbc().execute("ALTER TABLE tollgate.audit RENAME TO away");
        try {
            assertThat(console.send(Role.ADMIN, "POST", PATH + "/back", wish(other))
                            .statusCode())
                    .isEqualTo(503);
        } finally {
            console.jdbc().execute("ALTER TABLE tollgate.away RENAME TO audit");
        }
        assertThat(Snapshot.of(folder).hash()).isEqualTo(first);
    }

    @Test
    @Order(6)
    void whatIsNotThereIsAProblem() throws Exception {
        for (String path : List.of("/" + "f".repeat(12), "/diff?from=zz", "/" + first + "/file?name=../secret")) {
            HttpResponse<String> answer = console.get(Role.ADMIN, PATH + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).doesNotContain(directory.toString());
        }
        for (String body : List.of("{}", "{\"routes\": \"\"}", "{\"routes\": \"../..\"}")) {
            assertThat(console.send(Role.ADMIN, "POST", PATH + "/back", body).statusCode())
                    .isEqualTo(400);
        }
        Path away = Files.move(folder, directory.resolve("away"));
        try {
            HttpResponse<String> answer = console.get(Role.VIEWER, PATH);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("mounted read-only").doesNotContain(directory.toString());
        } finally {
            Files.move(away, folder);
        }
    }

    private static String wish(String routes) {
        return "{\"routes\": \"" + routes + "\"}";
    }

    private static void awaitTaken(String hash) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(console.jdbc()
                                .queryForList(
                                        "SELECT hash || ' ' || result FROM tollgate.route_set ORDER BY id DESC LIMIT 1",
                                        String.class))
                        .containsExactly(hash + " TAKEN"));
    }

    private static List<String> audited() {
        return console.jdbc()
                .queryForList(
                        "SELECT act || ' ' || who || ' ' || subject FROM tollgate.audit WHERE act LIKE 'ROUTES%' ORDER BY id",
                        String.class);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

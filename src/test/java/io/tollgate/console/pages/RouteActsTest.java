package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import io.tollgate.console.access.Browser;
import io.tollgate.support.RoutesFolder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Rehearses by pages, looks at what was there, goes back and accepts. */
@TestMethodOrder(OrderAnnotation.class)
class RouteActsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REHEARSAL = "/console/events/evt_1/rehearsal";
    private static final String HISTORY = "/console/routes/history";
    private static final String FLOW = "invoice-paid.camel.yaml";

    private static final String FAILS = """
            - route:
                id: customer-updated
                description: Fails with each event
                from:
                  id: from-router-customer-updated
                  uri: direct
                  parameters:
                    name: customer-updated
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
    private static People people;

    @BeforeAll
    static void start() throws Exception {
        folder = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        people = People.at("--tollgate.routes=" + folder, "--tollgate.data=" + directory.resolve("data"));
        people.console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                VALUES ('evt_1', 'customer.updated', 'default', now(), now(), now(), 'DEAD', 1,
                  '{"id":"evt_1","object":"event","type":"customer.updated","created":1767225600,"livemode":false,"data":{"object":
                    {"id":"cus_1","object":"customer","email":"jane@example.com","created":1767225600,"livemode":false}}}')""");
        awaitTaken(1);
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @Test
    @Order(1)
    void showsWhatAnEventWouldDoWithoutWhatIsPersonal() throws Exception {
        String page = post(Role.OPERATOR, REHEARSAL, "/console/events/evt_1", Map.of("reveal", "false"))
                .body();
        assertThat(page)
                .contains("It would be routed.", "sql:to-object", "stripe.object", "cus_1", "new")
                .doesNotContain("jane@example.com");
        assertThat(people.console.jdbc().queryForObject("SELECT count(*) FROM stripe.object", Integer.class))
                .isZero();
        assertThat(post(Role.OPERATOR, REHEARSAL, "/console/events/evt_1", Map.of("reveal", "true"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> unknown =
                post(Role.OPERATOR, REHEARSAL.replace("evt_1", "evt_2"), "/console/events/evt_1", Map.of("a", "b"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("<html", "There is no such event");
    }

    @Test
    @Order(2)
    void showsWhyASetWasRefusedAndGoesBack() throws Exception {
        Files.writeString(folder.resolve(FLOW), Files.readString(folder.resolve(FLOW)) + "\n- rout: {}\n");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(people.as(Role.VIEWER).get(HISTORY).body())
                                .contains("<code>" + FLOW + ":", "refused")
                                .doesNotContain("/console/routes/back", "/console/routes/accept"));
        Browser admin = people.as(Role.ADMIN);
        String history = admin.get(HISTORY).body();
        String link = history.replaceAll("(?s).*href=\"(/console/routes/back\\?routes=\\w+)\".*", "$1");
        String asked = admin.get(link).body();
        assertThat(asked).contains(FLOW, "rout: {}", "Files of the folder that would be written: 1");
        assertThat(people.as(Role.OPERATOR).get(link).statusCode()).isEqualTo(403);

        HttpResponse<String> done = admin.post("/console/routes/back", People.form(asked, "/console/routes/back"));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(Files.readString(folder.resolve(FLOW))).doesNotContain("rout: {}");
        assertThat(people.console
                        .jdbc()
                        .queryForObject("SELECT who FROM tollgate.audit WHERE act = 'ROUTES_BACK'", String.class))
                .isEqualTo("admin");
        assertThat(admin.get(link).body()).contains("The folder has these files already.");
    }

    @Test
    @Order(3)
    void letsARefusedSetTakeEffectAllTheSame() throws Exception {
        Files.writeString(folder.resolve("customer-updated.camel.yaml"), FAILS);
        Browser admin = people.as(Role.ADMIN);
        String history = await().atMost(SOON)
                .until(() -> admin.get(HISTORY).body(), page -> page.contains("/console/routes/accept"));
        assertThat(history).contains("newly fails", "customer-updated.camel.yaml:10");
        HttpResponse<String> accepted =
                admin.post("/console/routes/accept", People.form(history, "/console/routes/accept"));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(303);
        awaitTaken(2);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(post(Role.OPERATOR, REHEARSAL, "/console/events/evt_1", Map.of())
                                .body())
                        .contains("It would fail.", "as-number", "customer-updated.camel.yaml:10"));
        HttpResponse<String> unknown =
                post(Role.ADMIN, "/console/routes/accept", "/console/routes/history", Map.of("routes", "ffffff"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("No route set ffffff");
    }

    private static HttpResponse<String> post(Role role, String path, String from, Map<String, String> more)
            throws Exception {
        Browser browser = people.as(role);
        Map<String, String> form = People.form(browser.get(from).body(), "/logout");
        for (Map.Entry<String, String> field : more.entrySet()) {
            form = People.with(form, field);
        }
        return browser.post(path, form);
    }

    private static void awaitTaken(int times) {
        await().atMost(SOON)
                .until(() -> people.console
                                .jdbc()
                                .queryForObject(
                                        "SELECT count(DISTINCT hash) FROM tollgate.route_set WHERE result = 'TAKEN'",
                                        Integer.class)
                        == times);
    }
}

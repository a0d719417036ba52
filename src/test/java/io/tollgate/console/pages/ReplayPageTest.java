package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import io.tollgate.console.access.Browser;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sends events again by pages, while their type is paused, so that they stay due. */
class ReplayPageTest {
    private static People people;

    @BeforeAll
    static void start() throws Exception {
        people = People.at();
        people.console
                .jdbc()
                .update("INSERT INTO tollgate.paused (type, paused_by, paused_at) VALUES ('*', 'test', now())");
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @AfterEach
    void empty() {
        people.console.jdbc().execute("TRUNCATE tollgate.inbox, tollgate.attempt, tollgate.done_event");
    }

    @Test
    void sendsOneAgainAndAClickMoreDoesNothing() throws Exception {
        dead("evt_1", "charge.failed", "no such table");
        Browser operator = people.as(Role.OPERATOR);
        String asked = operator.get("/console/replay?id=evt_1").body();
        assertThat(asked).contains("Events that would be routed again: 1", "charge.failed");
        assertThat(status("evt_1")).isEqualTo("DEAD");

        Map<String, String> form = People.form(asked, "/console/replay");
        HttpResponse<String> done = operator.post("/console/replay", form);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location").orElseThrow()).endsWith("/console/events/evt_1");
        assertThat(status("evt_1")).isEqualTo("PENDING");
        assertThat(operator.post("/console/replay", form).statusCode()).isEqualTo(303);
        assertThat(people.console
                        .jdbc()
                        .queryForObject(
                                "SELECT count(*) FROM tollgate.audit WHERE act = 'REPLAYED' AND subject = 'evt_1'",
                                Integer.class))
                .isOne();

        HttpResponse<String> again = operator.post("/console/replay", People.with(form, Map.entry("key", "another")));
        assertThat(again.body()).contains("role=\"alert\"", "waits for its first attempt");
    }

    @Test
    void sendsAGroupAgainAndSaysHowFarItIs() throws Exception {
        dead("evt_1", "charge.failed", "no such table");
        dead("evt_2", "charge.failed", "no such table");
        dead("evt_3", "charge.failed", "another");
        Browser operator = people.as(Role.OPERATOR);
        String groups = operator.get("/console/dead").body();
        String link = groups.replaceAll("(?s).*href=\"(/console/replay\\?[^\"]*no\\+such\\+table)\".*", "$1")
                .replace("&amp;", "&");
        String asked = operator.get(link).body();
        assertThat(asked).contains("Events that would be routed again: 2");

        HttpResponse<String> begun = operator.post("/console/replay", People.form(asked, "/console/replay"));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        String path = begun.headers().firstValue("Location").orElseThrow().replaceFirst(".*(?=/console)", "");
        await().untilAsserted(() ->
                assertThat(operator.get(path).body()).contains("It has ended.", "<dd>2</dd>", "operator"));
        assertThat(status("evt_3")).isEqualTo("DEAD");
        assertThat(people.as(Role.VIEWER).get("/console/replays").body()).contains("no such table");
    }

    @Test
    void saysWhatAFlowHasDoneOnce() throws Exception {
        dead("evt_1", "charge.failed", "x");
        people.console
                .jdbc()
                .update(
                        "INSERT INTO tollgate.done_event (route, step, event_id, key, done_at) VALUES ('mail', 'once', 'evt_1', '', now())");
        assertThat(people.as(Role.OPERATOR).get("/console/replay?id=evt_1").body())
                .contains("Of them 1 were done by flows");
    }

    @Test
    void asksForSomethingAndForNothingThatIsNotKnown() throws Exception {
        Browser operator = people.as(Role.OPERATOR);
        for (String query : new String[] {
            "", "?", "?typ=x", "?status=pending&status=dead", "?id=evt_1&type=x", "?type=a&type=b", "?id=%3Cb%3E"
        }) {
            HttpResponse<String> answer = operator.get("/console/replay" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body())
                    .as(query)
                    .contains("<html", "role=\"alert\"")
                    .doesNotContain("<b>");
        }
        assertThat(operator.get("/console/replay?all=true").body()).contains("Everything");
        assertThat(operator.get("/console/replay?id=evt_nowhere").body()).contains("role=\"alert\"");
        assertThat(operator.get("/console/replays/9999").statusCode()).isEqualTo(404);
    }

    @Test
    void isForOperators() throws Exception {
        dead("evt_1", "charge.failed", "x");
        Browser viewer = people.as(Role.VIEWER);
        assertThat(viewer.get("/console/replay?id=evt_1").statusCode()).isEqualTo(403);
        assertThat(viewer.get("/console/events/evt_1").body()).doesNotContain("/console/replay?");
        assertThat(viewer.get("/console/dead").body()).contains("charge.failed").doesNotContain("/console/replay?");
        assertThat(viewer.get("/console/events").body()).doesNotContain("/console/replay?");
    }

    private static String status(String id) {
        return people.console.jdbc().queryForObject("SELECT status FROM tollgate.inbox WHERE id = ?", String.class, id);
    }

    private static void dead(String id, String type, String error) {
        people.console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload, error)
                VALUES (?, ?, 'default', now(), now(), now(), 'DEAD', 3, '{}', ?)""", id, type, error);
    }
}

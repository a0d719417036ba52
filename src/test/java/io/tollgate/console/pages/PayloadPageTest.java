package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an event says, to whom, and what is told of that look. */
class PayloadPageTest {
    private static final String PATH = "/console/events/evt_1/payload";

    private static People people;

    @BeforeAll
    static void start() throws Exception {
        people = People.at();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> people.console
                        .jdbc()
                        .queryForObject("SELECT to_regclass('stripe.object') IS NOT NULL", Boolean.class));
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @AfterEach
    void empty() {
        people.console.jdbc().execute("TRUNCATE tollgate.inbox, tollgate.attempt");
    }

    @Test
    void masksWhatIsPersonalUnlessAnAdminAsks() throws Exception {
        long before =
                people.console.jdbc().queryForObject("SELECT coalesce(max(id), 0) FROM tollgate.audit", Long.class);
        store("{\"id\":\"evt_1\",\"data\":{\"object\":{\"object\":\"customer\",\"email\":\"jane@example.com\"}}}");
        assertThat(people.as(Role.OPERATOR).get(PATH).body())
                .contains("customer", "your role may not see it")
                .doesNotContain("jane@example.com");
        assertThat(people.as(Role.ADMIN).get(PATH).body()).doesNotContain("jane@example.com");
        assertThat(people.as(Role.ADMIN).get(PATH + "?reveal=true").body()).contains("jane@example.com");
        HttpResponse<String> refused = people.as(Role.OPERATOR).get(PATH + "?reveal=true");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("<html", "tollgate.personal.visible-to");
        assertThat(people.as(Role.VIEWER).get(PATH).statusCode()).isEqualTo(403);
        assertThat(people.console
                        .jdbc()
                        .queryForList(
                                "SELECT who || ' ' || act FROM tollgate.audit WHERE subject = 'evt_1' AND id > ? ORDER BY id",
                                String.class,
                                before))
                .containsExactly("operator PAYLOAD_SEEN", "admin PAYLOAD_SEEN", "admin PERSONAL_DATA_SEEN");
    }

    @Test
    void saysWhatHasChanged() throws Exception {
        store("""
                {"id":"evt_1","data":{"object":{"status":"active","plan":{"amount":20,"name":"b"},"items":[2],"note":null},
                 "previous_attributes":{"status":"trialing","plan":{"amount":10},"items":[1],"gone":"x"}}}""");
        String page = people.as(Role.OPERATOR).get(PATH).body().replaceAll("\\s+", " ");
        assertThat(page)
                .contains(
                        row("status", "\"trialing\"", "\"active\""),
                        row("plan.amount", "10", "20"),
                        row("items", "[1]", "[2]"),
                        row("gone", "\"x\"", ""))
                .doesNotContain("<code>plan.name</code>", "<code>note</code>");
    }

    private static String row(String path, String before, String now) {
        return "<th scope=\"row\"><code>" + path + "</code></th><td class=\"cause\"><code>" + before
                + "</code></td><td class=\"cause\"><code>" + now + "</code></td>";
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        String large = "x".repeat(1 << 20);
        store(
                "{\"id\":\"evt_1\",\"data\":{\"object\":{\"k\":\"</code></pre><script>alert(1)</script>\u202e\u0007\",\"large\":\""
                        + large + "\"},\"previous_attributes\":{\"k\":\"<img src=x>\"}}}");
        HttpResponse<String> page = people.as(Role.OPERATOR).get(PATH);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;script&gt;", "&lt;img", large)
                .doesNotContain("<script>alert", "<img", "\u202e", "\u0007");
    }

    @Test
    void saysThatAPayloadIsGone() throws Exception {
        store(null);
        HttpResponse<String> page = people.as(Role.OPERATOR).get(PATH);
        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(page.body()).contains("<html", "retention has removed it");
        assertThat(people.as(Role.OPERATOR).get("/console/events/evt_2/payload").statusCode())
                .isEqualTo(404);
    }

    @Test
    void showsWhatTheObjectIsNowAndWhatElseIsAboutIt() throws Exception {
        store("{\"id\":\"evt_1\",\"livemode\":true,\"data\":{\"object\":{\"object\":\"customer\",\"id\":\"cus_1\"}}}");
        people.console.jdbc().update("UPDATE tollgate.inbox SET object_id = 'cus_1' WHERE id = 'evt_1'");
        String path = "/console/events/evt_1/object";
        assertThat(people.as(Role.OPERATOR).get(path).body()).contains("The table has not this object", ">evt_1<");
        people.console.jdbc().update("""
                INSERT INTO stripe.object (object, id, livemode, data, ambiguous, event_id, event_type, event_created, received_at)
                VALUES ('customer', 'cus_1', true, '{"object": "customer", "email": "jane@example.com", "balance": 4711}', false,
                        'evt_0', 'customer.created', 1, now()),
                       ('customer', 'cus_1', false, '{"balance": 4712}', false, 'evt_0', 'customer.created', 1, now())
                ON CONFLICT DO NOTHING""");
        assertThat(people.as(Role.OPERATOR).get(path).body())
                .contains("4711", "customer.created", "/console/events/evt_0", ">evt_1<")
                .doesNotContain("4712", "jane@example.com");
        assertThat(people.as(Role.VIEWER).get(path).statusCode()).isEqualTo(403);
        assertThat(people.as(Role.OPERATOR).get("/console/events/evt_2/object").statusCode())
                .isEqualTo(404);
    }

    private static void store(String payload) {
        people.console
                .jdbc()
                .update(
                        """
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, payload)
                VALUES ('evt_1', 'customer.updated', 'default', now(), now(), now(), 'ROUTED', ?)""",
                        payload == null
                                ? null
                                : payload.replace("\u0007", "\\u0007").getBytes(StandardCharsets.UTF_8));
    }
}

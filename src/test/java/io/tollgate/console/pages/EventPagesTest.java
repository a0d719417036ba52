package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import io.tollgate.console.access.Browser;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Did it arrive, and what became of it; over HTTP and a real database, while the broker is away. */
class EventPagesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\u202e\"'>";

    private static TestConsole console;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start(
                "--tollgate.console.users.vera.password=" + Browser.hash("a password"),
                "--tollgate.console.users.vera.role=viewer");
        browser = new Browser(console);
        browser.logIn("vera", "a password");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @AfterEach
    void empty() {
        console.jdbc().execute("TRUNCATE tollgate.inbox, tollgate.attempt");
    }

    @Test
    void findsByWhatStandsInTheAddressAndLeadsToOlderOnes() throws Exception {
        store(51, "invoice.paid");
        String first =
                browser.get("/console/events?type=invoice.*&status=&from=").body();
        assertThat(first)
                .contains("evt_51", "value=\"invoice.*\"", "Older events")
                .doesNotContain(">evt_1<");
        String next = first.replaceAll("(?s).*<a href=\"(/console/events\\?[^\"]+)\" rel=\"next\".*", "$1")
                .replace("&amp;", "&");
        assertThat(browser.get(next).body()).contains(">evt_1<").doesNotContain("evt_51", "Older events");
        assertThat(browser.get("/console/events?status=dead").body()).contains("No event matches.");
    }

    @Test
    void leadsToAnEventByItsId() throws Exception {
        HttpResponse<String> answer = browser.get("/console/events?id=evt_1");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/console/events/evt_1");
        HttpResponse<String> elsewhere = browser.get("/console/events?id=//example.com/%3Fx");
        assertThat(elsewhere.statusCode()).isEqualTo(200);
        assertThat(elsewhere.body()).contains("role=\"alert\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"typ=x", "from=yesterday", "cursor=x", "type=a&type=b"})
    void saysWhatIsWrongWithASearch(String query) throws Exception {
        HttpResponse<String> page = browser.get("/console/events?" + query);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("role=\"alert\"", query.substring(0, query.indexOf('=')));
    }

    @Test
    void tellsTheStoryOfAnEventAndShowsStrangeTextAsText() throws Exception {
        store(1, HOSTILE);
        console.jdbc().update("""
                INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error)
                VALUES ('evt_1', 1, now(), 5, '{}', ?), ('evt_1', 2, now(), 7, '{jms:queue:stripe.paid}', NULL)""", HOSTILE);
        String page = browser.get("/console/events/evt_1").body();
        assertThat(page)
                .contains("Attempt 1", "jms:queue:stripe.paid", "&lt;script&gt;", "What is in the queues is not known")
                .doesNotContain("<script>alert", "\u202e");
        assertThat(browser.get("/console/events").body()).doesNotContain("<script>alert", "\u202e");
    }

    @Test
    void findsWhatIsAboutACustomer() throws Exception {
        store(2, "charge.failed");
        console.jdbc().update("""
                UPDATE tollgate.inbox SET payload = '{"data": {"object": {"customer":"cus_1", "email": "jane@example.com"}}}'
                WHERE id = 'evt_2'""");
        console.jdbc().update("UPDATE tollgate.inbox SET payload = '{\"customer\":\"cus_11\"}' WHERE id = 'evt_1'");
        assertThat(browser.get("/console/events?customer=cus_1").body())
                .contains(">evt_2<", "value=\"cus_1\"")
                .doesNotContain(">evt_1<", "/console/replay?");
        assertThat(browser.get("/console/events?customer=jane%40example.com").body())
                .contains("role=\"alert\"", "cus_NffrFeUfNV2Hib")
                .doesNotContain(">evt_2<");
        assertThat(browser.get("/console/events?contains=jane").body())
                .contains("role=\"alert\"", "Your role may not look")
                .doesNotContain(">evt_2<");
        assertThat(console.get(Role.VIEWER, "/api/v1/events?customer=cus_1").body())
                .contains("evt_2", "\"searched\":2", "\"complete\":true")
                .doesNotContain("evt_1");
        assertThat(console.get(Role.ADMIN, "/api/v1/events?customer=cus_1&contains=jane")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tenThousandDeadTypesBreakNoPage() throws Exception {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload, error)
                SELECT 'evt_' || i, 'type' || i || repeat('<b>', 30), 'default', now(), now(), now(), 'DEAD', 3, '{}',
                       repeat('x', 2000) || '<script>' || i
                FROM generate_series(1, 10000) AS i""");
        for (String path : List.of("/console", "/console/now", "/console/dead", "/console/events?status=dead")) {
            HttpResponse<String> page = browser.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body())
                    .as(path)
                    .doesNotContain("<script>1", "<b><b>")
                    .hasSizeLessThan(1 << 20);
        }
        assertThat(browser.get("/console/dead").body()).contains("Only the 200 largest groups are shown.");
    }

    @Test
    void saysThatThereIsNoSuchEvent() throws Exception {
        HttpResponse<String> page = browser.get("/console/events/evt_%3Cb%3E");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains("There is no such event", "evt_&lt;b&gt;")
                .doesNotContain("evt_<b>");
    }

    private static void store(int events, String type) {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, payload)
                SELECT 'evt_' || i, ?, 'default', now() + i * interval '1 millisecond', now(), now(), 'ROUTED', '{}'
                FROM generate_series(1, ?) AS i""", type, events);
    }
}

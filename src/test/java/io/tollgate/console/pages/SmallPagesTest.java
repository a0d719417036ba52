package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import io.tollgate.console.access.Browser;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pauses, Stripe's side, the audit log and what is said when a page cannot be shown; in both languages. */
class SmallPagesTest {
    private static People people;

    @BeforeAll
    static void start() throws Exception {
        people = People.at();
    }

    @AfterAll
    static void stop() {
        people.close();
    }

    @Test
    void pausesATypeAndLetsItGoOn() throws Exception {
        Browser operator = people.as(Role.OPERATOR);
        Map<String, String> form = People.form(operator.get("/console/routes").body(), "/console/pause");
        HttpResponse<String> paused =
                operator.post("/console/pause", People.with(form, Map.entry("type", "invoice.paid")));
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(303);
        assertThat(paused.headers().firstValue("Location").orElseThrow()).endsWith("/console/routes");
        String overview = operator.get("/console").body();
        assertThat(overview).contains("Resume invoice.paid");
        assertThat(people.as(Role.VIEWER).get("/console").body())
                .contains("invoice.paid")
                .doesNotContain("Resume");
        operator.post("/console/resume", People.form(overview, "/console/resume"));
        assertThat(operator.get("/console").body()).doesNotContain("Resume invoice.paid");

        HttpResponse<String> unknown =
                operator.post("/console/pause", People.with(form, Map.entry("type", "invoice.payd")));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("did you mean invoice.paid");
        HttpResponse<String> elsewhere = operator.post(
                "/console/resume", Map.of("_csrf", form.get("_csrf"), "type", "*", "back", "//example.com"));
        assertThat(elsewhere.headers().firstValue("Location").orElseThrow()).doesNotContain("example.com");
    }

    @Test
    void tellsOfStripesSideWithoutASecret() throws Exception {
        people.console.jdbc().update("""
                INSERT INTO tollgate.stripe_watermark (owner, livemode, account, type, since, complete)
                VALUES ('main <b>', true, '', 'invoice.paid', now(), '2026-01-02T03:04:05Z')""");
        assertThat(people.as(Role.VIEWER).get("/console/stripe").body())
                .contains("main &lt;b&gt;", "2026-01-02 03:04:05")
                .doesNotContain("whsec_", "<b>");
    }

    @Test
    void showsTheAuditLogToAdmins() throws Exception {
        Browser admin = people.as(Role.ADMIN);
        assertThat(admin.get("/console/audit?act=LOGGED_IN&who=operator").body())
                .contains("<td>LOGGED_IN</td>", "<td>operator</td>")
                .doesNotContain("<td>viewer</td>");
        assertThat(admin.get("/console/audit?who=nobody").body()).contains("No entry matches.");
        assertThat(admin.get("/console/audit?from=x").body()).contains("role=\"alert\"");
        people.console.jdbc().update("""
                INSERT INTO tollgate.audit (at, who, origin, act, subject, what)
                SELECT now(), 'many', '<i>', 'REPLAYED', 'evt_' || i, '' FROM generate_series(1, 51) AS i""");
        String first = admin.get("/console/audit?who=many").body();
        assertThat(first).contains("evt_51", "&lt;i&gt;").doesNotContain("<td class=\"cause\">evt_1</td>");
        String next = first.replaceAll("(?s).*<a href=\"(/console/audit\\?[^\"]+)\" rel=\"next\".*", "$1")
                .replace("&amp;", "&");
        assertThat(admin.get(next).body()).contains("<td class=\"cause\">evt_1</td>");
        assertThat(people.as(Role.OPERATOR).get("/console/audit").statusCode()).isEqualTo(403);
        assertThat(people.as(Role.OPERATOR).get("/console").body()).doesNotContain("/console/audit");
    }

    @Test
    void tellsOfAlertsThatHaveBegun() throws Exception {
        people.console.jdbc().update("""
                INSERT INTO tollgate.alert (condition, subject, details, seen_at, began_at)
                VALUES ('flow-failing', 'mail', 'a <b> fails', now(), now()), ('disk-low', '', 'not yet', now(), NULL)""");
        assertThat(people.as(Role.VIEWER).get("/console").body())
                .contains("flow-failing mail", "a &lt;b&gt; fails", "Somebody has to look")
                .doesNotContain("not yet");
        people.console.jdbc().update("DELETE FROM tollgate.alert");
    }

    @Test
    void saysAsAPageThatAnAddressIsWrong() throws Exception {
        for (String path : new String[] {
            "/console/replays?before=x",
            "/console/routes/back",
            "/console/routes/back?routes=",
            "/console/events/evt_1/payload?reveal=x"
        }) {
            HttpResponse<String> page = people.as(Role.ADMIN).get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(400);
            assertThat(page.body()).as(path).contains("<html", "role=\"alert\"");
        }
    }

    @Test
    void saysAsAPageThatThereIsNoneOrNotForThisRole() throws Exception {
        for (String path : List.of("/console/nothing", "/console/routes/x/y/z", "/console/events/evt_1/rehearsal")) {
            HttpResponse<String> page = people.as(Role.VIEWER).get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(404);
            assertThat(page.body()).as(path).contains("<html", "There is no such page.");
        }
        assertThat(people.as(Role.VIEWER).get("/console/assets/nothing.css").statusCode())
                .isEqualTo(404);
        assertThat(people.as(Role.VIEWER).get("/console/assets/console.css").statusCode())
                .isEqualTo(200);
        HttpResponse<String> audit = people.as(Role.VIEWER).get("/console/audit");
        assertThat(audit.statusCode()).isEqualTo(403);
        assertThat(audit.body()).contains("<html", "Your role may not see this page: ask an admin.");
    }

    @Test
    void speaksKorean() throws Exception {
        Browser viewer = people.as(Role.VIEWER);
        String form = viewer.get("/console").body();
        HttpResponse<String> chosen = viewer.post(
                "/console/language",
                People.with(
                        People.with(People.form(form, "/console/language"), Map.entry("to", "ko")),
                        Map.entry("back", "/console/dead")));
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(chosen.headers().firstValue("Location").orElseThrow()).endsWith("/console/dead");
        for (String path : new String[] {"/console", "/console/dead", "/console/replays", "/console/stripe"}) {
            assertThat(viewer.get(path).body()).as(path).contains("lang=\"ko\"", "죽은 이벤트");
        }
        viewer.post("/console/language", People.with(People.form(form, "/console/language"), Map.entry("to", "en")));
    }
}

package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.console.TestConsole;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final String PASSWORD = "correct & horse=ü";
    private static final Duration LIFETIME = Duration.ofMinutes(90);
    private static final String SESSION = "TOLLGATE_SESSION";

    private static TestConsole console;

    private final Browser browser = new Browser(console);

    @BeforeAll
    static void start() {
        console = TestConsole.start(
                "--tollgate.console.users.vera.password={bcrypt}" + Browser.hash(PASSWORD),
                "--tollgate.console.users.vera.role=viewer",
                "--tollgate.console.users.adam.password=" + Browser.hash(PASSWORD),
                "--tollgate.console.users.adam.role=admin",
                "--tollgate.console.session-lifetime=90m",
                "--tollgate.console.sessions=2");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void letsAUserInByNameAndPassword() throws Exception {
        HttpResponse<String> answer = browser.logIn("vera", PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/console");
        assertThat(browser.get("/api/v1/me").body()).isEqualTo("{\"name\":\"vera\",\"origin\":\"127.0.0.1\"}");
        assertThat(browser.get("/login").body()).contains("You are logged in as vera.");
    }

    @Test
    void keepsTheSessionFromScriptsAndOtherSites() throws Exception {
        HttpResponse<String> answer = browser.logIn("vera", PASSWORD);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith(SESSION)
                        && cookie.contains("HttpOnly")
                        && cookie.contains("SameSite=Lax")
                        && !cookie.contains("Secure"));
    }

    @Test
    void givesTheSessionAnotherIdAtEachLogin() throws Exception {
        browser.logIn("vera", PASSWORD);
        String first = browser.cookie(SESSION).orElseThrow();
        browser.logIn("vera", PASSWORD);
        assertThat(browser.cookie(SESSION).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownNameInTheSameWords() throws Exception {
        HttpResponse<String> wrong = browser.logIn("vera", "wrong");
        HttpResponse<String> unknown = browser.logIn("nobody-there", PASSWORD);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(withoutToken(unknown)).isEqualTo(withoutToken(wrong));
        assertThat(browser.cookie(SESSION)).isEmpty();
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    private static String withoutToken(HttpResponse<String> answer) {
        return answer.body().replaceAll("value=\"[^\"]*\"", "");
    }

    @Test
    void refusesALoginThatNoPageOfOursSent() throws Exception {
        HttpResponse<String> answer = browser.post("/login", Map.of("username", "vera", "password", PASSWORD));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void strangersGetNoSession() throws Exception {
        browser.get("/login");
        browser.get("/api/v1/me");
        browser.logIn("vera", "wrong");
        assertThat(browser.cookie(SESSION)).isEmpty();
    }

    @Test
    void logsOutByAPageOfOursOnly() throws Exception {
        browser.logIn("vera", PASSWORD);
        assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(browser.get("/logout").statusCode()).isEqualTo(404);
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
        assertThat(browser.post("/logout", Map.of("_csrf", browser.csrf())).statusCode())
                .isEqualTo(303);
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    /** Somebody looks at it: no JSON. */
    @Test
    void aFormOfASessionThatHasEndedLeadsToTheLoginAndSaysThatNothingWasDone() throws Exception {
        for (String form : List.of("/console/replay", "/console/language", "/logout")) {
            HttpResponse<String> answer = browser.post(form, Map.of("_csrf", "old"));
            assertThat(answer.statusCode()).as(form).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("/login?ended");
        }
        assertThat(browser.get("/login?ended").body()).contains("nothing was done");
        browser.logIn("vera", PASSWORD);
        assertThat(browser.get("/login?ended").body()).doesNotContain("nothing was done");
        for (String form : List.of("/console/language", "/login")) {
            HttpResponse<String> answer = browser.post(form, Map.of("_csrf", "of the session before"));
            assertThat(answer.statusCode()).as(form).isEqualTo(403);
            assertThat(answer.body()).contains("nothing was done: load the page again", "You are logged in as vera.");
        }
    }

    @Test
    void aCookieAloneChangesNothing() throws Exception {
        browser.logIn("adam", PASSWORD);
        assertThat(browser.send(console.request("/api/v1/me")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.send(console.request("/api/v1/me")
                                .header("Content-Type", "application/json")
                                .header("X-CSRF-TOKEN", browser.csrf())
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void oneSessionTooManyEndsTheOldest() throws Exception {
        List<Browser> browsers = List.of(new Browser(console), new Browser(console), new Browser(console));
        for (Browser each : browsers) {
            each.logIn("adam", PASSWORD);
        }
        assertThat(browsers.get(0).get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(browsers.get(1).get("/api/v1/me").statusCode()).isEqualTo(200);
        assertThat(browsers.get(2).get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionEndsSoLongAfterItsLoginHoweverBusyItIs() throws Exception {
        browser.logIn("vera", PASSWORD);
        HttpSession session = console.session(browser.cookie(SESSION).orElseThrow());
        Instant since = (Instant) session.getAttribute(SessionLifetime.SINCE);
        session.setAttribute(SessionLifetime.SINCE, since.minus(LIFETIME).plusSeconds(30));
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
        session.setAttribute(SessionLifetime.SINCE, since.minus(LIFETIME));
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(browser.get("/console").headers().firstValue("Location")).hasValue("/login?next=%2Fconsole");

        browser.logIn("vera", PASSWORD);
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherLoginBeginsTheSessionAnew() throws Exception {
        browser.logIn("vera", PASSWORD);
        HttpSession session = console.session(browser.cookie(SESSION).orElseThrow());
        session.setAttribute(
                SessionLifetime.SINCE, Instant.now().minus(LIFETIME).plusSeconds(30));
        browser.logIn("vera", PASSWORD);
        assertThat((Instant)
                        console.session(browser.cookie(SESSION).orElseThrow()).getAttribute(SessionLifetime.SINCE))
                .isAfter(Instant.now().minusSeconds(30));
    }

    /** Else the login would be shown within the page, and lead to a part of it. */
    @Test
    void leadsAPageThatAsksForAPartOfItToTheLoginAsAWhole() throws Exception {
        HttpResponse<String> answer = browser.send(console.request("/console/now")
                .header("HX-Request", "true")
                .header("HX-Current-URL", "https://tollgate.example.org/console/events?type=a%20b&error=%3C"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("HX-Redirect"))
                .hasValue("/login?next=%2Fconsole%2Fevents%3Ftype%3Da%2520b%26error%3D%253C");
        assertThat(browser.send(console.request("/console/now")
                                .header("HX-Request", "true")
                                .header("HX-Current-URL", "no address"))
                        .headers()
                        .firstValue("HX-Redirect"))
                .hasValue("/login");
    }

    @Test
    void leadsToThePageThatWasAskedForAndToNoOtherSite() throws Exception {
        assertThat(browser.get("/console/events").headers().firstValue("Location"))
                .hasValue("/login?next=%2Fconsole%2Fevents");
        assertThat(browser.get("/login?next=%2Fconsole%2Fevents").body()).contains("value=\"/console/events\"");
        String search = browser.get("/console/events?status=dead&type=invoice.*&error=a+b%22%3E")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(browser.get(search).body())
                .contains("value=\"/console/events?status=dead&amp;type=invoice.*&amp;error=a+b%22%3E\"");
        assertThat(browser.get("/login?next=%22%3E%3Cscript").body()).doesNotContain("script");
        assertThat(browser.logIn("vera", PASSWORD, "/console/events").headers().firstValue("Location"))
                .hasValue("/console/events");
        for (String elsewhere :
                List.of("//evil.example", "https://evil.example/console", "/console//evil", "/console\n")) {
            assertThat(new Browser(console)
                            .logIn("vera", PASSWORD, elsewhere)
                            .headers()
                            .firstValue("Location"))
                    .hasValue("/console");
        }
    }

    @Test
    void speaksTheLanguageOfTheBrowser() throws Exception {
        HttpResponse<String> answer =
                browser.send(console.request("/login").header("Accept-Language", "fr, ko-KR;q=0.8"));
        assertThat(answer.body()).contains("lang=\"ko\"", "비밀번호");
        assertThat(browser.send(console.request("/login").header("Accept-Language", "fr"))
                        .body())
                .contains("lang=\"en\"", "Password");
    }

    @Test
    void tellsTheBrowserWhatItMayDo() throws Exception {
        for (String path : List.of("/login", "/api/v1/me", "/nothing")) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        }
        assertThat(browser.get("/login").body()).doesNotContain("<script", "<style", "style=");
        assertThat(browser.get("/console/assets/console.css").statusCode()).isEqualTo(200);
        assertThat(browser.get("/console/assets/htmx.min.js").statusCode()).isEqualTo(303);
    }

    @Test
    void theAuditLogHasLoginsAndLogouts() throws Exception {
        long before = console.jdbc().queryForObject("SELECT coalesce(max(id), 0) FROM tollgate.audit", Long.class);
        browser.logIn("vera", "wrong");
        browser.logIn("my-password-by-mistake", PASSWORD);
        browser.logIn("vera", PASSWORD);
        browser.post("/logout", Map.of("_csrf", browser.csrf()));
        assertThat(console.jdbc()
                        .queryForList(
                                "SELECT act || ' ' || who || ' ' || origin FROM tollgate.audit WHERE id > ? ORDER BY id",
                                String.class,
                                before))
                .containsExactly(
                        "LOGIN_REFUSED vera 127.0.0.1",
                        "LOGIN_REFUSED nobody 127.0.0.1",
                        "LOGGED_IN vera 127.0.0.1",
                        "LOGGED_OUT vera 127.0.0.1");
    }

    @Test
    void nobodyIsLoggedInOfWhomTheAuditLogHasNothing() throws Exception {
        console.jdbc().execute("ALTER TABLE tollgate.audit RENAME TO audit_away");
        try {
            assertThat(browser.logIn("vera", PASSWORD).statusCode()).isEqualTo(503);
            assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
        } finally {
            console.jdbc().execute("ALTER TABLE tollgate.audit_away RENAME TO audit");
        }
    }
}

package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.console.TestConsole;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

@ExtendWith(OutputCaptureExtension.class)
class OidcLoginTest {
    private static final String CLIENT = "--spring.security.oauth2.client.registration.staff.";
    private static final String SESSION = "TOLLGATE_SESSION";

    private static TestProvider provider;
    private static TestConsole console;

    private final Browser browser = new Browser(console);
    private long before;

    @BeforeAll
    static void start() throws Exception {
        provider = new TestProvider(0);
        console = start(
                provider.issuer(),
                "--tollgate.console.oidc.roles-claim=realm.groups",
                "--tollgate.console.oidc.roles.payments-team=operator",
                "--tollgate.console.oidc.roles.payments-lead=admin",
                "--tollgate.console.oidc.roles.support=viewer");
    }

    private static TestConsole start(String issuer, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                CLIENT + "client-id=tollgate",
                CLIENT + "client-secret=a-secret",
                CLIENT + "client-name=Our <staff>",
                "--spring.security.oauth2.client.provider.staff.issuer-uri=" + issuer));
        settings.addAll(List.of(more));
        return TestConsole.start(settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        console.close();
        provider.close();
    }

    @BeforeEach
    void isInNoGroup() {
        before = console.jdbc().queryForObject("SELECT coalesce(max(id), 0) FROM tollgate.audit", Long.class);
        // forgets who came back in vain
        console.operators().getBean(LoginThrottle.class).takeBack("127.0.0.1", "oidc:127.0.0.1");
        provider.says(claims -> {});
    }

    private static void isIn(String... groups) {
        provider.says(claims -> claims.claim("preferred_username", "vera").claim("realm", groups(groups)));
    }

    private static Map<String, Object> groups(String... groups) {
        return Map.of("groups", List.of(groups));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** The way back from the provider, with a query of the console. */
    private String wayBack(Browser of, String query) throws Exception {
        HttpResponse<String> to = of.get("/oauth2/authorization/staff" + query);
        assertThat(to.statusCode()).as(to.body()).isEqualTo(302);
        return TestProvider.path(location(of.send(HttpRequest.newBuilder(URI.create(location(to))))));
    }

    private HttpResponse<String> logIn() throws Exception {
        return browser.get(wayBack(browser, ""));
    }

    private List<String> audited() {
        return console.jdbc()
                .queryForList(
                        "SELECT act || ' ' || who || ' ' || origin FROM tollgate.audit WHERE id > ? ORDER BY id",
                        String.class,
                        before);
    }

    private void assertRefused(HttpResponse<String> answer, int status, String who) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("an-access-token", "eyJ", "c0de");
        assertThat(browser.cookie(SESSION)).isEmpty();
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(audited()).containsExactly("LOGIN_REFUSED " + who + " 127.0.0.1");
    }

    @Test
    void thePageHasALinkAndNoFormWithoutUsers() throws Exception {
        HttpResponse<String> page = browser.get("/login?next=%2Fconsole%2Fevents");
        assertThat(page.body())
                .contains("href=\"/oauth2/authorization/staff?next=%2Fconsole%2Fevents\"")
                .contains("Log in with Our &lt;staff&gt;")
                .doesNotContain("<form", "tollgate.console.users");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("form-action 'self'");
        assertThat(browser.get("/api/v1/me").body()).contains("log in at /login");
    }

    @Test
    void eachRoleMayWhatItMay() throws Exception {
        Map<String, List<Integer>> answers = Map.of(
                "support", List.of(200, 403, 403),
                "payments-team", List.of(200, 400, 403),
                "payments-lead", List.of(200, 400, 200));
        for (var each : answers.entrySet()) {
            isIn("others", "support", each.getKey());
            HttpResponse<String> answer = logIn();
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(location(answer)).isEqualTo("/console");
            assertThat(browser.get("/api/v1/me").body()).contains("\"name\":\"oidc:vera\"");
            HttpResponse<String> operators = browser.send(console.request("/api/v1/replays")
                    .header("Content-Type", "application/json")
                    .header("X-CSRF-TOKEN", browser.csrf())
                    .POST(HttpRequest.BodyPublishers.ofString("{")));
            assertThat(List.of(
                            browser.get("/console").statusCode(),
                            operators.statusCode() == 403 ? 403 : 400,
                            browser.get("/api/v1/tokens").statusCode()))
                    .as(each.getKey())
                    .isEqualTo(each.getValue());
        }
        assertThat(audited()).hasSize(3).containsOnly("LOGGED_IN oidc:vera 127.0.0.1");
    }

    @Test
    void asksWithPkceStateAndNonceAndForOpenid() throws Exception {
        isIn("support");
        logIn();
        assertThat(provider.asked())
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(provider.asked().get("scope").split(" ")).contains("openid");
    }

    @Test
    void givesAnotherSessionAtEachLoginAndNoneToStrangers() throws Exception {
        isIn("support");
        String back = wayBack(browser, "?next=%2Fconsole%2Fevents");
        assertThat(browser.cookie(SESSION)).isEmpty();
        HttpResponse<String> answer = browser.get(back);
        assertThat(location(answer)).isEqualTo("/console/events");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(cookie ->
                        cookie.startsWith(SESSION) && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
        String first = browser.cookie(SESSION).orElseThrow();
        logIn();
        assertThat(browser.cookie(SESSION).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void refusesAnotherStateAndAnotherBrowser() throws Exception {
        isIn("support");
        assertRefused(browser.get(wayBack(browser, "").replaceAll("state=.*", "state=another")), 401, "nobody");
        String back = wayBack(new Browser(console), "");
        assertThat(browser.get(back).statusCode()).isEqualTo(401);
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void aWayBackIsGoodOnce() throws Exception {
        isIn("support");
        String back = wayBack(browser, "");
        String cookie = PendingLogins.COOKIE + "="
                + browser.cookie(PendingLogins.COOKIE).orElseThrow();
        assertThat(browser.get(back).statusCode()).isEqualTo(303);
        assertThat(console.send(console.request(back).header("Cookie", cookie)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesAnotherNonce() throws Exception {
        provider.says(claims -> claims.claim("realm", groups("support")).claim("nonce", "another"));
        assertRefused(logIn(), 401, "nobody");
    }

    @Test
    void refusesAForeignKey(CapturedOutput output) throws Exception {
        isIn("support");
        provider.signsWithAForeignKey();
        assertRefused(logIn(), 401, "nobody");
        assertThat(output.getAll())
                .contains("A login by OIDC was refused: invalid_id_token")
                .doesNotContain("eyJ", "an-access-token");
    }

    @Test
    void refusesWhatHasExpiredAndWhatIsForAnother() throws Exception {
        provider.says(claims -> claims.claim("realm", groups("support"))
                .issueTime(Date.from(Instant.now().minusSeconds(900)))
                .expirationTime(Date.from(Instant.now().minusSeconds(600))));
        assertRefused(logIn(), 401, "nobody");
        provider.says(claims -> claims.claim("realm", groups("support")).audience("another"));
        assertThat(logIn().statusCode()).isEqualTo(401);
    }

    @Test
    void refusesWhoHasNoRoleAndNamesTheSetting() throws Exception {
        // what a mapping does not name counts for nothing, a name of a role neither
        provider.says(claims -> claims.claim("email", "eve@example.org").claim("realm", groups("admin", "others")));
        HttpResponse<String> answer = logIn();
        assertThat(answer.body()).contains("oidc:eve@example.org", "realm.groups", "tollgate.console.oidc.roles-claim");
        assertRefused(answer, 403, "oidc:eve@example.org");
    }

    @Test
    void whoComesBackInVainAgainAndAgainFillsNoAuditLog() throws Exception {
        for (int i = 0; i < 15; i++) {
            browser.get("/login/oauth2/code/staff?code=1&state=2");
        }
        assertThat(audited()).hasSizeLessThan(13);
        assertThat(browser.get("/login/oauth2/code/staff?code=1&state=2").statusCode())
                .isEqualTo(429);
        isIn("support");
        assertThat(logIn().statusCode()).isEqualTo(303);
        for (int i = 0; i < 20; i++) {
            console.operators().getBean(LoginThrottle.class).takeBack("127.0.0.1", "oidc:127.0.0.1");
        }
    }

    @Test
    void anUnknownProviderIsNone() throws Exception {
        assertThat(browser.get("/oauth2/authorization/other").statusCode()).isEqualTo(404);
    }

    @Test
    void aProviderThatIsAwayStopsNoStartAndIsFoundOnceItIsThere() throws Exception {
        TestProvider first = new TestProvider(0);
        int port = first.port();
        first.close();
        try (TestConsole early = start("http://127.0.0.1:" + port)) {
            Browser somebody = new Browser(early);
            HttpResponse<String> away = somebody.get("/oauth2/authorization/staff");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.body()).contains("does not answer", "/oauth2/authorization/staff");
            try (TestProvider late = new TestProvider(port)) {
                late.says(claims -> claims.claim("roles", "admin"));
                assertThat(somebody.get(wayBack(somebody, "")).statusCode()).isEqualTo(303);
                assertThat(somebody.get("/api/v1/tokens").statusCode()).isEqualTo(200);
                assertThat(somebody.get("/api/v1/me").body()).contains("oidc:4711");
            }
        }
    }

    @Test
    void withoutARegistrationThereIsNothingOfIt() throws Exception {
        try (TestConsole without = TestConsole.start()) {
            ApplicationContext context = without.operators();
            assertThat(context.getBeanProvider(ClientRegistrationRepository.class).stream())
                    .isEmpty();
            assertThat(context.getBeanProvider(OtherLogin.class).stream()).isEmpty();
            Browser somebody = new Browser(without);
            assertThat(somebody.get("/login").body())
                    .contains("tollgate.console.users")
                    .doesNotContain("oauth2");
            assertThat(somebody.get("/oauth2/authorization/staff").statusCode()).isEqualTo(401);
            assertThat(somebody.get("/login/oauth2/code/staff?code=1&state=2").statusCode())
                    .isEqualTo(401);
        }
    }
}

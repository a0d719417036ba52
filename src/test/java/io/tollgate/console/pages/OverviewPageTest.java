package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.console.TestConsole;
import io.tollgate.console.access.Browser;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OverviewPageTest {
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
        console.jdbc().update("DELETE FROM tollgate.inbox");
    }

    @Test
    void saysThatAllIsWell() throws Exception {
        HttpResponse<String> page = browser.get("/console");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.body()).contains("<html lang=\"en\">", "Nothing is dead.", "vera", "<svg");
    }

    @Test
    void showsWhatIsDeadAsTextWhateverItSays() throws Exception {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, error, payload)
                VALUES ('evt_dead', '<script>alert(1)</script>', 'default', now(), now(), now(), 'DEAD', 22,
                        '"><img src=x onerror=alert(2)>', '{}')""");
        assertThat(browser.get("/console/now").body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "Somebody has to look")
                .doesNotContain("<script>alert", "<img src=x")
                .doesNotContain("<html");
    }

    @Test
    void isNotWellWhileEventsFailAndAreTriedAgain() throws Exception {
        console.jdbc().update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, status, attempts, error, payload)
                VALUES ('evt_failing', 'invoice.paid', 'default', now(), now() + interval '1 h', 'PENDING', 2, 'no such table <b>', '{}')""");
        assertThat(browser.get("/console").body())
                .contains(
                        "Somebody has to look",
                        "Failing, and tried again",
                        "/console/events?status=pending&amp;type=invoice.paid&amp;error=no+such+table",
                        "no such table &lt;b&gt;")
                .doesNotContain("All is well", "/console/replay?");
        assertThat(browser.get("/console/events?status=pending&type=invoice.paid&error=no+such+table")
                        .body())
                .contains(">evt_failing<");
    }

    @Test
    void isReadInKorean() throws Exception {
        HttpResponse<String> page =
                browser.send(console.request("/console").header("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8"));
        assertThat(page.body()).contains("<html lang=\"ko\">", "죽은 이벤트가 없습니다.");
    }

    @Test
    void servesItsFiles() throws Exception {
        assertThat(browser.get("/console/assets/console.css").statusCode()).isEqualTo(200);
        assertThat(browser.get("/console/assets/htmx.min.js").statusCode()).isEqualTo(200);
    }
}

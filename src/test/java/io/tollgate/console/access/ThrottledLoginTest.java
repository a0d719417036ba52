package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.console.TestConsole;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ThrottledLoginTest {
    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = TestConsole.start(
                "--tollgate.console.users.vera.password=" + Browser.hash("correct horse"),
                "--tollgate.console.users.vera.role=viewer");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void whoTriesTooOftenIsToldWhenToTryAgain() throws Exception {
        Browser browser = new Browser(console);
        int wrong = 0;
        HttpResponse<String> answer = browser.logIn("vera", "wrong");
        for (; answer.statusCode() == 401; answer = browser.logIn("vera", "wrong")) {
            wrong++;
        }
        assertThat(wrong).isEqualTo(LoginThrottle.FREE_OF_ADDRESS);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("try again in 1 s");
        assertThat(console.jdbc().queryForObject("SELECT count(*) FROM tollgate.audit", Integer.class))
                .isEqualTo(wrong);
    }
}

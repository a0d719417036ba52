package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OperatorsPortIsAskedTest {
    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = TestConsole.start();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void knowsWhoAsksByTheToken() throws Exception {
        HttpResponse<String> answer = console.get(Role.VIEWER, "/api/v1/me");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"name\":\"token:viewer\",\"origin\":\"127.0.0.1\"}");
    }

    @Test
    void letsNobodyInWithoutOne() throws Exception {
        HttpResponse<String> answer = console.send(console.request("/api/v1/me"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("tollgate token create");
    }

    @Test
    void healthAndMetricsAreOpenAsEver() throws Exception {
        assertThat(console.send(console.request("/actuator/health/liveness")).statusCode())
                .isEqualTo(200);
        assertThat(console.send(console.request("/actuator/prometheus")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nothingOfItIsOnThePublicPort() throws Exception {
        URI me = URI.create("http://127.0.0.1:" + console.publicPort() + "/api/v1/me");
        HttpResponse<String> answer =
                console.send(HttpRequest.newBuilder(me).header("Authorization", "Bearer " + console.token(Role.ADMIN)));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Frame-Options")).isEmpty();
    }

    @Test
    void saysWhatIsWrongAsAProblem() throws Exception {
        HttpResponse<String> answer = console.send(Role.ADMIN, "POST", "/api/v1/me", "{}");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(console.get(Role.ADMIN, "/api/v1/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void takesNoLongBody() throws Exception {
        assertThat(console.send(Role.ADMIN, "POST", "/api/v1/me", " ".repeat((64 << 10) + 1))
                        .statusCode())
                .isEqualTo(413);
    }
}

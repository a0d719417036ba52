package io.tollgate.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensApiTest {
    private static final String TOKENS = "/api/v1/tokens";

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
    void makesATokenThatIsShownOnceAndRevokesIt() throws Exception {
        HttpResponse<String> made = post("{\"name\":\"deploy\",\"role\":\"viewer\",\"days\":1}");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        JsonNode json = new ObjectMapper().readTree(made.body());
        String token = json.get("token").asText();
        assertThat(json.get("expiresAt").asText()).endsWith("Z");
        assertThat(me(token)).isEqualTo(200);
        assertThat(console.get(Role.ADMIN, TOKENS).body())
                .contains("\"name\":\"deploy\",\"role\":\"viewer\"", "\"createdBy\":\"token:admin\"")
                .doesNotContain(token.substring(3));
        assertThat(console.send(Role.ADMIN, "DELETE", TOKENS + "/deploy", "").statusCode())
                .isEqualTo(204);
        assertThat(me(token)).isEqualTo(401);
        assertThat(console.jdbc()
                        .queryForList(
                                "SELECT act || ' ' || who FROM tollgate.audit WHERE subject = 'deploy' ORDER BY id",
                                String.class))
                .containsExactly("TOKEN_CREATED token:admin", "TOKEN_REVOKED token:admin");
    }

    private static int me(String token) throws Exception {
        return console.send(console.request("/api/v1/me").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void onlyAnAdminMakesAndSeesThem() throws Exception {
        for (Role role : new Role[] {Role.VIEWER, Role.OPERATOR}) {
            assertThat(console.get(role, TOKENS).statusCode()).isEqualTo(403);
            assertThat(console.send(role, "POST", TOKENS, "no json").statusCode())
                    .isEqualTo(403);
            assertThat(console.send(role, "DELETE", TOKENS + "/admin", "").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(post("{\"name\":\"a b\",\"role\":\"viewer\"}").body()).contains("name is");
        assertThat(post("{\"name\":\"x\",\"role\":\"root\"}").body()).contains("viewer, operator or admin");
        assertThat(post("{\"name\":\"x\",\"role\":\"viewer\",\"days\":-1}").body())
                .contains("days is");
        assertThat(post("{\"name\":").statusCode()).isEqualTo(400);
        assertThat(post("{\"name\":\"twice\",\"role\":\"viewer\"}").statusCode())
                .isEqualTo(201);
        assertThat(post("{\"name\":\"twice\",\"role\":\"viewer\"}").statusCode())
                .isEqualTo(409);
        assertThat(console.send(Role.ADMIN, "DELETE", TOKENS + "/nobodys", "").statusCode())
                .isEqualTo(404);
    }

    private static HttpResponse<String> post(String json) throws Exception {
        return console.send(Role.ADMIN, "POST", TOKENS, json);
    }
}

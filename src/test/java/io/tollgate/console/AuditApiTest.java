package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.Caller;
import io.tollgate.audit.TestAudit;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditApiTest {
    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = TestConsole.start();
        Clock clock = Clock.fixed(Instant.parse("2026-01-31T10:00:00Z"), ZoneOffset.UTC);
        var log = TestAudit.log(console.bean(DataSource.class), clock);
        for (String subject : List.of("evt_1", "evt_2", "evt_3")) {
            log.write(new Caller("zoe", "host:desk"), Act.REPLAYED, subject, "=1+1");
        }
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void anAdminReadsItPageByPage() throws Exception {
        JsonNode first = json("/api/v1/audit?who=zoe&limit=2");
        assertThat(first.path("entries").findValuesAsText("subject")).containsExactly("evt_3", "evt_2");
        assertThat(first.at("/entries/0/at").asText()).isEqualTo("2026-01-31T10:00:00Z");
        assertThat(first.at("/entries/0/act").asText()).isEqualTo("REPLAYED");

        JsonNode second = json(first.path("next").asText());
        assertThat(second.path("entries").findValuesAsText("subject")).containsExactly("evt_1");
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void narrowsItDown() throws Exception {
        assertThat(json("/api/v1/audit?act=replayed&subject=evt_2").path("entries"))
                .hasSize(1);
        assertThat(json("/api/v1/audit?from=2026-01-31T10:00:00Z&to=2026-01-31T10:00:01Z")
                        .path("entries"))
                .hasSize(3);
        assertThat(json("/api/v1/audit?to=2026-01-31T10:00:00Z").path("entries"))
                .isEmpty();
    }

    @Test
    void givesItToSpreadsheetsTheOldestFirstAndNotesThat() throws Exception {
        HttpResponse<String> answer = console.get(Role.ADMIN, "/api/v1/audit.csv?who=zoe");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.body().lines().skip(1))
                .hasSize(3)
                .first()
                .asString()
                .endsWith("\"zoe\",\"host:desk\",\"REPLAYED\",\"evt_1\",\"'=1+1\"");

        JsonNode noted =
                json("/api/v1/audit?act=audit_exported").path("entries").get(0);
        assertThat(noted.path("who").asText()).isEqualTo("token:admin");
        assertThat(noted.path("origin").asText()).isEqualTo("127.0.0.1");
        assertThat(noted.path("what").asText()).isEqualTo("--who=zoe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/audit", "/api/v1/audit.csv"})
    void nobodyElseReadsIt(String path) throws Exception {
        assertThat(console.get(Role.OPERATOR, path).statusCode()).isEqualTo(403);
        assertThat(console.send(console.request(path)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "act=nothing", "from=yesterday", "cursor=x", "whom=zoe"})
    void refusesWhatCannotBe(String query) throws Exception {
        HttpResponse<String> answer = console.get(Role.ADMIN, "/api/v1/audit?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = console.get(Role.ADMIN, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}

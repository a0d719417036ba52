package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.support.WebServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AlertsApiTest {
    private static WebServer webhook;
    private static TestConsole console;

    @BeforeAll
    static void start() throws Exception {
        webhook = new WebServer();
        console = TestConsole.start(
                "--tollgate.alerts.webhook.url=http://127.0.0.1:" + webhook.port() + "/secret",
                "--tollgate.alerts.interval=1s",
                "--tollgate.alerts.off=broker-away");
    }

    @AfterAll
    static void stop() {
        console.close();
        webhook.close();
    }

    @Test
    void aViewerSeesWhatIsOnAndSilencesNothing() throws Exception {
        console.jdbc()
                .update("INSERT INTO tollgate.alert (condition, subject, details, seen_at, began_at, gone_at, ended_at)"
                        + " VALUES ('broker-away', '', 'Seen by a', now(), now(), now(), now())");
        JsonNode alerts = new ObjectMapper()
                .readTree(console.get(Role.VIEWER, "/api/v1/alerts").body());
        assertThat(alerts.at("/ended/0/condition").asText()).isEqualTo("broker-away");
        assertThat(alerts.at("/ended/0/endedAt").asText()).startsWith("2");
        assertThat(console.send(Role.VIEWER, "POST", "/api/v1/alerts/silences", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.send(Role.VIEWER, "POST", "/api/v1/alerts/test", "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(console.send(console.request("/api/v1/alerts")).statusCode()).isEqualTo(401);
    }

    @Test
    void anOperatorSilencesACondition() throws Exception {
        var answer = console.send(
                Role.OPERATOR, "POST", "/api/v1/alerts/silences", "{\"condition\":\"disk-low\",\"for\":\"2h\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(console.get(Role.VIEWER, "/api/v1/alerts").body())
                .contains("\"condition\":\"disk-low\"", "\"silencedBy\":\"token:operator\"");
        assertThat(console.jdbc()
                        .queryForObject(
                                "SELECT what FROM tollgate.audit WHERE act = 'ALERT_SILENCED' AND subject = 'disk-low'",
                                String.class))
                .isEqualTo("for PT2H");
    }

    @Test
    void whatIsNoSilenceIsRefusedWithTheWayOut() throws Exception {
        assertThat(console.send(
                                Role.OPERATOR,
                                "POST",
                                "/api/v1/alerts/silences",
                                "{\"condition\":\"disk\",\"for\":\"2h\"}")
                        .body())
                .contains("\"status\":400", "disk-low");
        assertThat(console.send(Role.OPERATOR, "POST", "/api/v1/alerts/silences", "{\"condition\":\"disk-low\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.get(Role.VIEWER, "/api/v1/alerts?days=400").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anOperatorSendsATest() throws Exception {
        var answer = console.send(Role.OPERATOR, "POST", "/api/v1/alerts/test", "{}");
        assertThat(answer.body()).isEqualTo("{\"webhook\":{\"taken\":true,\"said\":\"200 the answer\"}}");
        assertThat(webhook.requests).anyMatch(request -> request.contains("\"event\":\"test\""));
    }

    @Test
    void healthShowsWhatIsOnAndIsUp() throws Exception {
        assertThat(console.send(console.request("/actuator/health")).body())
                .contains("\"alerts\":{\"details\":{\"active\":[");
    }
}

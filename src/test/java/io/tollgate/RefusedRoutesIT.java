package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.RoutesFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose folder of routes is broken at its start: it receives, and an operator sees why nothing is routed. */
class RefusedRoutesIT {
    private static final String TYPE = "payment_intent.succeeded";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void eventsAreStoredMeanwhileAndTheLastGoodRoutesGoOnAfterARestart(
            @TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Path broken = Files.writeString(routes.resolve("team.camel.yaml"), "- route: {");
        GatewayProcess gateway = new GatewayProcess(directory, "--tollgate.routes=" + routes);
        gateway.start();
        try {
            await().untilAsserted(() -> assertThat(gateway.output())
                    .containsPattern("(?s)were refused: no event is routed.*Tollgate is ready\\R"
                            + "  Routes +refused: no event is routed until they are corrected; ./tollgate check"));
            gateway.tollgate("send", TYPE);
            assertThat(get(gateway, "/actuator/health/readiness").statusCode()).isEqualTo(200);
            HttpResponse<String> health = get(gateway, "/actuator/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("team.camel.yaml:1:11: error: ");
            assertThat(gateway.output()).contains("no event is routed until they are corrected");
            await().untilAsserted(() ->
                    assertThat(gateway.tollgate("status")).contains("were refused by", "team.camel.yaml:1:11", "none"));
            assertThat(routed(gateway)).isZero();

            Files.delete(broken);
            await().atMost(Duration.ofSeconds(30)).until(() -> routed(gateway) == 1);
            assertThat(get(gateway, "/actuator/health").statusCode()).isEqualTo(200);

            Files.writeString(broken, "- route: {");
            gateway.stop();
            gateway.start();
            await().untilAsserted(() -> assertThat(gateway.output())
                    .contains("are in effect, the last good ones")
                    .containsPattern("  Routes +refused: the last good ones, [0-9a-f]+, are in effect"));
            gateway.tollgate("send", TYPE);
            await().atMost(Duration.ofSeconds(30)).until(() -> routed(gateway) == 2);
            assertThat(get(gateway, "/actuator/health").body()).contains("inEffect", "team.camel.yaml:1:11");
        } finally {
            gateway.stop();
        }
    }

    private HttpResponse<String> get(GatewayProcess gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static long routed(GatewayProcess gateway) throws Exception {
        try (var connection = gateway.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

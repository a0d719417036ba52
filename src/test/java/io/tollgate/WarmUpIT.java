package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The warm-up as it is shipped, in a whole gateway: with a relay that would route whatever was stored. */
class WarmUpIT {
    private GatewayProcess gateway;

    @Test
    void nothingOfItIsStoredRoutedOrCounted(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        gateway = new GatewayProcess(directory).withoutTestClasses().withWarmUp();
        try {
            gateway.start();
            assertThat(gateway.output())
                    .containsPattern("Warmed up with [1-9]\\d* events")
                    .doesNotContain("evt_", "tollgate.warm_up", " WARN ", " ERROR ");
            assertThat(gateway.output().indexOf("Warmed up"))
                    .isLessThan(gateway.output().indexOf("is ready"));
            assertThat(gateway.tollgate("status")).doesNotContain("Warmed up", "Not warmed up");

            gateway.tollgate("send", "payment_intent.succeeded");
            await().atMost(Duration.ofSeconds(20)).until(() -> count("tollgate.attempt") == 1);

            assertThat(count("tollgate.inbox")).isEqualTo(1);
            assertThat(lines("tollgate_webhook_requests_total"))
                    .hasSize(1)
                    .allMatch(line -> line.endsWith("outcome=\"stored\"} 1.0"));
            assertThat(lines("tollgate_inbox_commit_seconds_count"))
                    .containsExactly("tollgate_inbox_commit_seconds_count 1");
            assertThat(lines("tollgate_relay_routed_total"))
                    .containsExactly("tollgate_relay_routed_total{type=\"payment_intent.succeeded\"} 1.0");
            assertThat(lines("http_server_requests_seconds_count")).noneMatch(line -> line.contains("webhooks"));
        } finally {
            gateway.stop();
        }
    }

    private List<String> lines(String metric) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/prometheus");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(metric))
                .toList();
    }

    private int count(String table) throws IOException, SQLException {
        try (var connection = gateway.database();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getInt(1);
        }
    }
}

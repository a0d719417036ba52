package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.EndpointStub;
import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** docs/operations.md names each metric that a gateway has, and no other. */
class MetricsIT {
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(tollgate_[a-z_]+)", Pattern.MULTILINE);
    private static final Pattern SCRAPED = Pattern.compile("^# TYPE (tollgate_[a-z_]+) \\w+$", Pattern.MULTILINE);

    private static final Pattern SAMPLE = Pattern.compile("^(tollgate_[a-z_]+)[{ ]", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("(tollgate_[a-z_]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final EndpointStub stripe = new EndpointStub();

    @AfterEach
    void stop() {
        stripe.close();
    }

    @Test
    void eachMetricIsDocumented(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        stripe.add(false, "https://hooks.example.com/webhooks/stripe", "*")
                .putObject("metadata")
                .put("tollgate", "default");
        GatewayProcess gateway = new GatewayProcess(
                        directory,
                        "--tollgate.relay.retry.max-attempts=2",
                        "--tollgate.relay.retry.first-delay=10ms",
                        "--tollgate.relay.retry.max-delay=10ms",
                        "--tollgate.redelivery.times=0",
                        "--tollgate.stripe.api-base=" + stripe.url(),
                        "--tollgate.stripe.accounts.default.api-keys=rk_test_reader",
                        "--spring.mail.host=127.0.0.1",
                        "--spring.mail.port=1",
                        "--tollgate.mail.finance=finance@example.com",
                        "--logging.structured.format.console=ecs")
                .withoutTestClasses();
        gateway.start();
        try (var connection = gateway.database();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE stripe.checkout_session");
            gateway.tollgate("send", "checkout.session.completed");
            gateway.tollgate("send", "payment_intent.succeeded");
            gateway.tollgate("send", "payment_intent.payment_failed");
            gateway.tollgate("pause", "charge.dispute.created");
            gateway.tollgate("send", "charge.dispute.created");
            post(gateway, "{}");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> scrape(gateway).contains("tollgate_inbox_dead{")
                            && scrape(gateway).contains("tollgate_stripe_reconcile_age_seconds{")
                            && scrape(gateway).contains("tollgate_queue_depth{")
                            && scrape(gateway).contains("tollgate_stripe_endpoint_enabled{")
                            && scrape(gateway).contains("tollgate_queue_dead_lettered_total{route=\"mail\"}")
                            && scrape(gateway).contains("tollgate_inbox_pending{type=\"charge.dispute.created\"} 1"));

            String scraped = scrape(gateway);
            Set<String> names = names(SCRAPED, scraped);
            names.removeIf(name -> name.endsWith("_max"));
            assertThat(names)
                    .isEqualTo(names(DOCUMENTED, Page.read("docs/operations.md").text()));
            assertThat(names(SAMPLE, scraped)).containsAll(namedForGrafana());
            assertThat(scraped)
                    .contains(
                            "tollgate_webhook_requests_total{endpoint=\"default\",outcome=\"stored\"} 4",
                            "tollgate_webhook_requests_total{endpoint=\"default\",outcome=\"missing-signature\"} 1",
                            "tollgate_relay_routed_total{type=\"payment_intent.succeeded\"} 1",
                            "tollgate_relay_destinations_total{destination=\"jms:queue:stripe.payments.succeeded\"} 1",
                            "tollgate_relay_failures_total{type=\"checkout.session.completed\"}",
                            "tollgate_relay_dead_total{type=\"checkout.session.completed\"} 1",
                            "tollgate_stripe_endpoint_enabled{endpoint=\"default\",mode=\"test\"} 1",
                            "tollgate_inbox_paused 1")
                    .containsPattern("tollgate_inbox_oldest_age_seconds \\d")
                    .containsPattern("tollgate_inbox_commit_seconds_bucket\\{le=\"0.01\"\\} \\d")
                    .containsPattern("tollgate_relay_attempts_seconds_bucket\\{result=\"routed\",le=\"1.0\"\\} \\d");
            assertThat(gateway.output().lines().filter(line -> line.contains("evt_")))
                    .as("a line of JSON an outcome, the id first in its message")
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{") && line.contains("\"message\":\"evt_"));
        } finally {
            gateway.stop();
        }
    }

    /** By the expressions of the dashboard and of the alert rules. */
    private static Set<String> namedForGrafana() throws IOException {
        Set<String> named = names(NAMED, Files.readString(Path.of("docs/grafana/alerts.yaml")));
        assertThat(named).hasSizeGreaterThan(5);
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("docs/grafana/provisioning/dashboards/tollgate.json")
                        .toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(10);
        named.addAll(names(NAMED, String.join("\n", expressions)));
        return named;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String scrape(GatewayProcess gateway) throws Exception {
        return send(HttpRequest.newBuilder(uri(gateway.managementPort(), "/actuator/prometheus"))
                .build());
    }

    private void post(GatewayProcess gateway, String body) throws Exception {
        send(HttpRequest.newBuilder(uri(gateway.port(), "/webhooks/stripe"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}

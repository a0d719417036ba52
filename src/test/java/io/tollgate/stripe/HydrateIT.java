package io.tollgate.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.Signatures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that asks Stripe, from Stripe's post to the table. */
class HydrateIT {
    private static final Path RECIPE = Path.of("docs/recipes/ties");
    private static final String METERS = """
            - route:
                id: meter-errors
                description: Brings errors of meters to the queue of the flow that asks which meter it is
                from:
                  id: from-router-meter-errors
                  uri: direct
                  parameters: {name: v1-billing-meter-error-report-triggered}
                  steps:
                    - to: {id: to-meters, uri: jms, parameters: {destinationType: queue, destinationName: meters}}
            - route:
                id: meters
                description: Keeps the names of meters that had errors
                from:
                  id: from-meters
                  uri: jms
                  parameters: {destinationType: queue, destinationName: meters, redeliveryFirst: 100ms}
                  steps:
                    - to:
                        id: ask-for-meter
                        uri: bean
                        variableReceive: object
                        parameters: {beanName: hydrate, method: object}
                    - to:
                        id: to-meter-error
                        uri: sql
                        parameters:
                          noop: true
                          query: INSERT INTO stripe.meter_error (meter) VALUES (CAST(:#${variable.object[display_name]} AS text))
            """;
    private static final String THIN = """
            {"id": "evt_thin", "object": "v2.core.event", "type": "v1.billing.meter.error_report_triggered", "livemode": false,
             "created": "2026-01-01T00:00:00.000Z", "context": "acct_7",
             "related_object": {"id": "mtr_1", "type": "billing.meter", "url": "/v1/billing/meters/mtr_1"}}""";
    private static final String METER = "/v1/billing/meters/mtr_1";

    private final WireMockServer stripe =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private GatewayProcess gateway;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
        stripe.start();
        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        for (String file : List.of("object-tie.camel.yaml", "ties.camel.yaml", "ties-timer.camel.yaml")) {
            String yaml = Files.readString(RECIPE.resolve(file)).replace("period: 60000", "period: 500");
            Files.writeString(routes.resolve(file), yaml);
        }
        Files.writeString(
                routes.resolve("event-types.txt"),
                Files.readString(RECIPE.resolve("more-event-types.txt")),
                StandardOpenOption.APPEND);
        Files.writeString(routes.resolve("meters.camel.yaml"), METERS);
        Files.writeString(
                routes.resolve("tables/R__meter_error.sql"),
                "CREATE TABLE IF NOT EXISTS stripe.meter_error (meter text);\n");
        gateway = new GatewayProcess(
                        directory, "--tollgate.routes=" + routes, "--tollgate.stripe.api-base=" + stripe.baseUrl())
                .withEnvironment("STRIPE_API_KEY", "rk_test_reader");
        gateway.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        gateway.stop();
        stripe.stop();
    }

    private void post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/webhooks/stripe"))
                .header("Stripe-Signature", Signatures.sign(body, gateway.secret(), Instant.now()))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    /** The only column of the only row; null for none. */
    private String query(String sql) throws IOException, SQLException {
        try (Connection connection = gateway.database();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    private void answer(String before, String after, int status, String body) {
        stripe.stubFor(get(urlEqualTo(METER))
                .inScenario("meter")
                .whenScenarioStateIs(before)
                .willSetStateTo(after)
                .willReturn(aResponse().withStatus(status).withBody(body)));
    }

    @Test
    void aThinEventAndATieEndInTheirRows() throws Exception {
        answer(Scenario.STARTED, "429", 429, "{\"error\": {\"code\": \"rate_limit\"}}");
        answer("429", "500", 500, "");
        answer(
                "500",
                "200",
                200,
                "{\"id\": \"mtr_1\", \"object\": \"billing.meter\", \"display_name\": \"API calls\"}");
        stripe.stubFor(get(urlEqualTo("/v1/invoices/in_1"))
                .willReturn(okJson("{\"id\": \"in_1\", \"object\": \"invoice\", \"status\": \"paid\"}")));

        post(THIN);
        for (String status : List.of("open", "void")) {
            post("""
                    {"id": "evt_%s", "object": "event", "type": "invoice.updated", "livemode": false, "created": 1767225600,
                     "api_version": "2024-06-20", "data": {"object": {"id": "in_1", "object": "invoice", "status": "%s"}}}""".formatted(status, status));
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> "API calls".equals(query("SELECT meter FROM stripe.meter_error")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "paid f"
                        .equals(query("SELECT status || ' ' || left(ambiguous::text, 1) FROM stripe.invoice_v")));
        assertThat(query("SELECT count(*) FROM stripe.meter_error")).isEqualTo("1");
        stripe.verify(3, getRequestedFor(urlEqualTo(METER)).withHeader("Stripe-Context", equalTo("acct_7")));
        stripe.verify(
                1,
                getRequestedFor(urlEqualTo("/v1/invoices/in_1"))
                        .withHeader("Stripe-Version", equalTo("2024-06-20"))
                        .withHeader("Authorization", equalTo("Bearer rk_test_reader")));
        assertThat(gateway.output()).doesNotContain("rk_test_reader");
    }
}

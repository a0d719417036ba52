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
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.tollgate.hydrate.Hydrate;
import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.Flows;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.RoutesFolder;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A flow behind a queue that asks Stripe before it acts, on a real broker and database. */
class HydrateFlowTest {
    private static final String FLOW = """
            - route:
                id: router
                description: Takes each event to the queue
                from:
                  uri: direct:router
                  steps:
                    - to: {id: to-acts, uri: jms:queue:acts}
            - route:
                id: acts
                description: Acts on what the object is now
                from:
                  uri: jms:queue:acts
                  steps:
                    - to:
                        id: ask
                        uri: bean
                        variableReceive: object
                        parameters:
                          beanName: hydrate
                          method: object
                    - to:
                        id: to-acted
                        uri: sql
                        parameters:
                          noop: true
                          query: >-
                            INSERT INTO stripe.acted (event, object, amount) VALUES (:#${header.stripeEventId},
                            CAST(:#${variable.object[id]} AS text), CAST(:#${variable.object[amount]} AS bigint))
                    - to: {id: as-it-came, uri: jms:queue:came}
                    - marshal:
                        id: to-json
                        variableSend: object
                        json: {}
                    - to: {id: in-full, uri: jms:queue:full}
            """;
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS stripe.acted (event text NOT NULL, object text, amount bigint);";
    private static final String THIN = """
            {"id": "evt_thin", "object": "v2.core.event", "type": "v1.billing.meter.error_report_triggered", "livemode": false,
             "created": "2026-01-01T00:00:00.000Z", "context": "acct_7",
             "related_object": {"id": "mtr_1", "type": "billing.meter", "url": "/v1/billing/meters/mtr_1"}}""";
    private static final String SNAPSHOT = """
            {"id": "evt_1", "object": "event", "type": "charge.refunded", "livemode": false, "api_version": "2024-06-20",
             "created": 1767225600, "account": "acct_5", "data": {"object": {"id": "ch_1", "object": "charge", "amount": 500}}}""";
    private static final String METER = "/v1/billing/meters/mtr_1";
    private static final String CHARGE = "/v1/charges/ch_1";
    private static final String NOW = "{\"id\": \"ch_1\", \"object\": \"charge\", \"amount\": 700}";

    private final WireMockServer stripe =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        stripe.start();
        flows = new Flows(directory.resolve("broker"), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
        stripe.stop();
    }

    private void load(String... keys) throws Exception {
        TestKeys access = new TestKeys(stripe.baseUrl(), keys);
        flows.bean(Hydrate.NAME, new Hydrate(new AskingStripe(access.keys(), access.api())));
        Path folder = RoutesFolder.of(directory.resolve("routes"), FLOW);
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/R__acted.sql"), TABLE);
        flows.load(folder);
    }

    private void route(String payload) throws Exception {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        VerifiedEvent event = Envelope.read(bytes).toEvent("default", bytes, Instant.parse("2026-01-01T00:00:05Z"));
        flows.route(event);
    }

    /** The answers, one after the other; the last one stays. */
    private void answers(String path, ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            stripe.stubFor(get(urlEqualTo(path))
                    .inScenario(path)
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
                    .willSetStateTo(
                            i == answers.length - 1 && i == 0
                                    ? Scenario.STARTED
                                    : "after " + Math.min(i + 1, answers.length - 1))
                    .willReturn(answers[i]));
        }
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return aResponse().withStatus(status).withBody("""
                {"error": {"type": "x", "code": "%s", "message": "Of customer@example.com"}}""".formatted(code));
    }

    private String dead(String queue) throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> flows.broker.depth("DLQ." + queue) == 1);
        Message letter = flows.drain("DLQ." + queue).get(0);
        assertThat(letter.getStringProperty("dlqDeliveryFailureCause"))
                .doesNotContain("customer@example.com", "rk_test");
        return letter.getStringProperty("dlqDeliveryFailureCause");
    }

    private List<Map<String, Object>> acted() {
        return flows.jdbc.queryForList("SELECT event, object, amount FROM stripe.acted");
    }

    @Test
    void aThinEventEndsWhereItShouldWithA429AndA500OnTheWay() throws Exception {
        answers(
                METER,
                error(429, "rate_limit").withHeader("Retry-After", "1"),
                error(500, "api_error"),
                okJson("{\"id\": \"mtr_1\", \"object\": \"billing.meter\", \"amount\": 3}"));
        load("rk_test_reader");
        long start = System.nanoTime();
        route(THIN);

        Message came = flows.drain("came").get(0);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1500));
        assertThat(((TextMessage) came).getText()).isEqualTo(THIN);
        assertThat(((TextMessage) flows.drain("full").get(0)).getText())
                .isEqualTo("{\"id\":\"mtr_1\",\"object\":\"billing.meter\",\"amount\":3}");
        assertThat(acted()).containsExactly(Map.of("event", "evt_thin", "object", "mtr_1", "amount", 3L));
        stripe.verify(
                3,
                getRequestedFor(urlEqualTo(METER))
                        .withHeader("Stripe-Context", equalTo("acct_7"))
                        .withHeader("Authorization", equalTo("Bearer rk_test_reader")));
        assertThat(stripe.getAllServeEvents()).hasSize(3);
        assertThat(flows.broker.depth("acts")).isZero();
    }

    @Test
    void aSnapshotOfAConnectedAccountIsActedOnAsItIsNow() throws Exception {
        answers(CHARGE, okJson(NOW));
        load("rk_live_other", "rk_test_reader");
        route(SNAPSHOT);

        assertThat(((TextMessage) flows.drain("came").get(0)).getText()).isEqualTo(SNAPSHOT);
        assertThat(acted()).containsExactly(Map.of("event", "evt_1", "object", "ch_1", "amount", 700L));
        stripe.verify(
                1,
                getRequestedFor(urlEqualTo(CHARGE))
                        .withHeader("Stripe-Account", equalTo("acct_5"))
                        .withHeader("Stripe-Version", equalTo("2024-06-20"))
                        .withHeader("Authorization", equalTo("Bearer rk_test_reader")));
    }

    @Test
    void anObjectThatIsGoneIsADeadLetterAtOnce() throws Exception {
        answers(CHARGE, error(404, "resource_missing"));
        load("rk_test_reader");
        route(SNAPSHOT);

        assertThat(dead("acts"))
                .contains("Stripe answers 404 resource_missing", "deleted since", "after 1 try", "step ask");
        stripe.verify(1, getRequestedFor(urlEqualTo(CHARGE)));
        assertThat(acted()).isEmpty();
    }

    @Test
    void aKeyThatMayNotReadIsNamedAndMayBeMendedMeanwhile() throws Exception {
        answers(CHARGE, error(403, "more_permissions_required"), okJson(NOW));
        try (CapturedLog log = CapturedLog.of(Class.forName("io.tollgate.routing.queue.QueueFlow"))) {
            load("rk_test_reader");
            route(SNAPSHOT);

            assertThat(flows.drain("came")).hasSize(1);
            assertThat(log.text()).contains("Stripe answers 403", "as default (test): give the key the permission");
        }
    }

    @Test
    void withoutAKeyItsSettingIsNamed() throws Exception {
        try (CapturedLog log = CapturedLog.of(Class.forName("io.tollgate.routing.RouteSetLoader"))) {
            load();
            assertThat(log.text()).contains("bean:hydrate", "set STRIPE_API_KEY");
        }
        route(SNAPSHOT);

        assertThat(dead("acts")).contains("no test key", "STRIPE_API_KEY", "after 4 tries");
        assertThat(stripe.getAllServeEvents()).isEmpty();
    }

    @Test
    void aKeyOfTheOtherModeIsNone() throws Exception {
        load("rk_live_other");
        route(SNAPSHOT);

        assertThat(dead("acts")).contains("no test key");
        assertThat(stripe.getAllServeEvents()).isEmpty();
    }
}

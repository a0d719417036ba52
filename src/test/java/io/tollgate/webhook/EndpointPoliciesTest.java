package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.InvalidConfiguration;
import io.tollgate.support.CapturedLog;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Which of the events that are signed right are routed, over HTTP. */
class EndpointPoliciesTest {
    private static Ingress ingress;

    @BeforeAll
    static void start() {
        ingress = Ingress.start(
                "tollgate.webhook.endpoints.default.livemode=live",
                "tollgate.webhook.endpoints.connect.accounts=acct_1, acct_2",
                "tollgate.webhook.endpoints.rent.secrets=whsec_rent",
                "tollgate.webhook.endpoints.rent.accounts=none",
                "tollgate.webhook.endpoints.rent.livemode=TEST");
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @Test
    void aTestEventAtALiveEndpointIsStoredAndGoesNowhere() throws Exception {
        double before = setAside("default", "other-mode");
        String id = Ingress.newId();
        try (CapturedLog log = CapturedLog.of(EndpointPolicies.class)) {
            HttpResponse<String> answer = ingress.postSigned(event(id, "false", null));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"received\":true", id, "\"duplicate\":false");
            assertThat(log.text())
                    .isEqualTo(
                            id + " invoice.paid set aside endpoint=default reason=other-mode: it is of test mode, which"
                                    + " tollgate.webhook.endpoints.default.livemode keeps from the flows. See ./tollgate events"
                                    + " --aside");
            assertThat(stored(id))
                    .isEqualTo("ROUTED webhook it is of test mode, which tollgate.webhook.endpoints.default"
                            + ".livemode keeps from the flows");
            assertThat(ingress.postSigned(event(id, "false", null)).body()).contains("\"duplicate\":true");
            assertThat(ingress.postSigned(event(Ingress.newId(), "false", null)).statusCode())
                    .isEqualTo(200);
            assertThat(log.text()).as("one line in a while").hasLineCount(1);
        }
        assertThat(setAside("default", "other-mode") - before)
                .as("a duplicate is none")
                .isEqualTo(2);

        assertThat(taken("/webhooks/stripe", Ingress.SECRET, "true", null)).isEqualTo("PENDING webhook ");
    }

    @Test
    void whatDoesNotSayItsModeIsNotKnownToBeLive() throws Exception {
        assertThat(taken("/webhooks/stripe", Ingress.SECRET, "null", null))
                .startsWith("ROUTED webhook it does not say whether it is live");
        assertThat(setAside("default", "unknown-mode")).isPositive();
        assertThat(taken("/webhooks/stripe/connect", Ingress.CONNECT_SECRET, "null", "acct_1"))
                .isEqualTo("PENDING webhook ");
    }

    @Test
    void ofAccountsThoseAreTakenThatAreNamedAndAlwaysOnesOwn() throws Exception {
        String connect = "/webhooks/stripe/connect";
        assertThat(taken(connect, Ingress.CONNECT_SECRET, "true", "acct_2")).isEqualTo("PENDING webhook ");
        assertThat(taken(connect, Ingress.CONNECT_SECRET, "true", null)).isEqualTo("PENDING webhook ");
        assertThat(taken(connect, Ingress.CONNECT_SECRET, "true", "acct_3"))
                .isEqualTo("ROUTED webhook it is of account acct_3, which tollgate.webhook.endpoints.connect.accounts"
                        + " keeps from the flows");
        assertThat(setAside("connect", "other-account")).isEqualTo(1);

        assertThat(taken("/webhooks/stripe/rent", "whsec_rent", "false", null)).isEqualTo("PENDING webhook ");
        assertThat(taken("/webhooks/stripe/rent", "whsec_rent", "false", "acct_1"))
                .startsWith("ROUTED webhook it is of account acct_1");
        assertThat(taken("/webhooks/stripe/rent", "whsec_rent", "true", null)).startsWith("ROUTED webhook it is live");
    }

    /** Stripe sends each event of a connected account to all Connect endpoints of a platform. */
    @Test
    void whatOneEndpointSetsAsideAnotherOneMayTake() throws Exception {
        String id = Ingress.newId();
        String event = event(id, "false", "acct_1");
        ingress.postSigned("/webhooks/stripe/rent", event, "whsec_rent");
        assertThat(stored(id)).startsWith("ROUTED");

        assertThat(ingress.postSigned("/webhooks/stripe/connect", event, Ingress.CONNECT_SECRET)
                        .body())
                .contains("\"duplicate\":false");
        assertThat(stored(id)).isEqualTo("PENDING webhook ");
        assertThat(ingress.postSigned("/webhooks/stripe/rent", event, "whsec_rent")
                        .body())
                .contains("\"duplicate\":true");
        assertThat(stored(id)).isEqualTo("PENDING webhook ");
    }

    @Test
    void whatIsSignedWrongIsRefusedAsEver() throws Exception {
        String id = Ingress.newId();
        assertThat(ingress.postSigned("/webhooks/stripe", event(id, "false", null), "whsec_wrong")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ingress.stored(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acct_1,none", "acct_", "1", "*", "NONE", "whsec_a"})
    void accountsThatAreNoneStopTheStart(String accounts) {
        WebhookProperties properties = new Binder(new MapConfigurationPropertySource(Map.of(
                        "tollgate.webhook.endpoints.default.secrets",
                        "whsec_a",
                        "tollgate.webhook.endpoints.default.accounts",
                        accounts)))
                .bindOrCreate("tollgate.webhook", WebhookProperties.class);

        assertThatThrownBy(() -> new EndpointPolicies(properties, new SimpleMeterRegistry()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("tollgate.webhook.endpoints.default.accounts")
                .hasMessageContaining("acct_…");
    }

    private static String taken(String path, String secret, String livemode, String account) throws Exception {
        String id = Ingress.newId();
        assertThat(ingress.postSigned(path, event(id, livemode, account), secret)
                        .statusCode())
                .isEqualTo(200);
        return stored(id);
    }

    private static String event(String id, String livemode, String account) {
        return "{\"id\":\"" + id
                + "\",\"object\":\"event\",\"type\":\"invoice.paid\",\"created\":1767225600,\"livemode\":"
                + livemode + (account == null ? "" : ",\"account\":\"" + account + "\"")
                + ",\"data\":{\"object\":{\"id\":\"in_1\"}}}";
    }

    private static String stored(String id) {
        return ingress.jdbc()
                .queryForObject(
                        "SELECT status || ' ' || source || ' ' || coalesce(aside, '') FROM tollgate.inbox WHERE id = ?",
                        String.class,
                        id);
    }

    private static double setAside(String endpoint, String reason) {
        return ingress.bean(MeterRegistry.class)
                .counter("tollgate.webhook.set.aside", Tags.of("endpoint", endpoint, "reason", reason))
                .count();
    }
}

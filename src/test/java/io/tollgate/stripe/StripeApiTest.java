package io.tollgate.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeApiTest {
    private static final WireMockServer STRIPE =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private static final StripeCall CALL = StripeCall.of(StripeKey.of("default", "rk_test_secret"));

    private final StripeApi api = new StripeApi(new StripeProperties(
            URI.create("http://127.0.0.1:" + STRIPE.port() + "/"), 100, Duration.ofSeconds(2), Map.of()));

    @BeforeAll
    static void start() {
        STRIPE.start();
    }

    @AfterAll
    static void stop() {
        STRIPE.stop();
    }

    @BeforeEach
    void forget() {
        STRIPE.resetAll();
    }

    @Test
    void whatStripeAnswersIsHandedOnAsItIs() {
        STRIPE.stubFor(any(anyUrl()).willReturn(okJson("{\"amount\": 1.10, \"name\": \"Ä\"}")));

        byte[] answer = api.get(CALL.as("acct_1").version("2024-06-20"), "/v1/events?types%5B%5D=a.b&limit=2");

        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("{\"amount\": 1.10, \"name\": \"Ä\"}");
        STRIPE.verify(getRequestedFor(urlEqualTo("/v1/events?types%5B%5D=a.b&limit=2"))
                .withHeader("Authorization", equalTo("Bearer rk_test_secret"))
                .withHeader("Stripe-Account", equalTo("acct_1"))
                .withHeader("Stripe-Version", equalTo("2024-06-20")));
    }

    @Test
    void aFormIsPosted() {
        STRIPE.stubFor(any(anyUrl()).willReturn(okJson("{}")));

        api.post(CALL, "/v1/webhook_endpoints", "url=https%3A%2F%2Fa.example&connect=true");

        STRIPE.verify(postRequestedFor(urlEqualTo("/v1/webhook_endpoints"))
                .withRequestBody(equalTo("url=https%3A%2F%2Fa.example&connect=true")));
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 502, 503})
    void mayBeAskedAgainAndIsAskedOnce(int status) {
        STRIPE.stubFor(any(anyUrl()).willReturn(error(status)));

        assertThatThrownBy(() -> api.get(CALL, "/v1/events?limit=1"))
                .isInstanceOf(StripeAway.class)
                .hasMessageContaining("Stripe answers " + status)
                .hasMessageContaining("/v1/events")
                .hasMessageNotContainingAny("limit=1", "secret", "customer@example.com");
        STRIPE.verify(1, getRequestedFor(urlEqualTo("/v1/events?limit=1")));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404})
    void isRefused(int status) {
        STRIPE.stubFor(any(anyUrl()).willReturn(error(status)));

        assertThatThrownBy(() -> api.get(CALL, "/v1/events"))
                .isInstanceOfSatisfying(StripeRefused.class, refused -> {
                    assertThat(refused.status()).isEqualTo(status);
                    assertThat(refused.code()).isEqualTo("some_code");
                    assertThat(refused.isForTheKey()).isEqualTo(status == 401 || status == 403);
                })
                .hasMessageNotContainingAny("secret", "customer@example.com");
    }

    /** Of a proxy's making. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Bad gateway</html>", "[]", "null", "{\"error\": \"x\"}"})
    void anErrorMayHaveWhateverBody(String body) {
        STRIPE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(502).withBody(body)));

        assertThatThrownBy(() -> api.get(CALL, "/v1/events")).isInstanceOf(StripeAway.class);
    }

    @Test
    void nobodyAsksForAsLongAsStripeSays() {
        STRIPE.stubFor(any(anyUrl()).willReturn(error(429).withHeader("Retry-After", "1")));
        assertThatThrownBy(() -> api.get(CALL, "/v1/a")).isInstanceOf(StripeAway.class);
        STRIPE.stubFor(any(anyUrl()).willReturn(okJson("{}")));

        long start = System.nanoTime();
        api.get(CALL, "/v1/b");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void whatDoesNotAnswerIsAway() {
        STRIPE.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThatThrownBy(() -> api.get(CALL, "/v1/a")).isInstanceOf(StripeAway.class);

        STRIPE.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(10_000)));
        assertThatThrownBy(() -> api.get(CALL, "/v1/a"))
                .isInstanceOf(StripeAway.class)
                .hasMessageContaining("does not answer");
    }

    private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder error(int status) {
        return aResponse().withStatus(status).withBody("""
                {"error": {"code": "some_code", "type": "x", "message": "No such thing as customer@example.com"}}""");
    }
}

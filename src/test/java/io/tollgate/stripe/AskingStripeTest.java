package io.tollgate.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.tollgate.hydrate.NotHydrated;
import io.tollgate.hydrate.Question;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose key is taken, and which failures a retry may mend. */
class AskingStripeTest {
    private final WireMockServer stripe =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final Map<String, StripeProperties.Account> accounts = new HashMap<>();

    @BeforeEach
    void start() {
        stripe.start();
        stripe.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    }

    @AfterEach
    void stop() {
        stripe.stop();
    }

    private AskingStripe asking() {
        StripeProperties properties =
                new StripeProperties(URI.create(stripe.baseUrl()), 100, Duration.ofSeconds(20), accounts);
        return new AskingStripe(new StripeKeys(properties), new StripeApi(properties));
    }

    private void account(String name, String... keys) {
        accounts.put(name, new StripeProperties.Account(List.of(keys), null));
    }

    private static Question question(String endpoint, boolean livemode) {
        return new Question("/v1/charges/ch_1", endpoint, livemode, null, null, null, Map.of());
    }

    private void isAskedWith(String key) {
        stripe.verify(1, getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer " + key)));
        stripe.resetRequests();
    }

    @Test
    void theKeyIsThatOfTheEndpointsAccountAndOfTheMode() {
        account("default", "rk_live_aaaa", "rk_test_aaaa");
        account("shop", "rk_live_bbbb");
        AskingStripe asking = asking();

        asking.ask(question("shop", true));
        isAskedWith("rk_live_bbbb");
        asking.ask(question("default", false));
        isAskedWith("rk_test_aaaa");
        assertThat(asking.inVain()).isEmpty();
    }

    @Test
    void ofOneAccountTheKeyIsForAllEndpoints() {
        account("default", "rk_test_aaaa");
        asking().ask(question("connect", false));
        isAskedWith("rk_test_aaaa");
        asking().ask(question(null, false));
        isAskedWith("rk_test_aaaa");
    }

    @Test
    void withoutAKeyItsSettingIsNamed() {
        assertThat(asking().inVain()).get().asString().contains("STRIPE_API_KEY");
        assertThatThrownBy(() -> asking().ask(question("default", true)))
                .hasMessageContainingAll("no live key", "set STRIPE_API_KEY,", "STRIPE_API_KEY_FILE");
        account("default", "rk_test_aaaa");
        account("shop", "rk_test_bbbb");
        assertThatThrownBy(() -> asking().ask(question("shop", true)))
                .hasMessageContainingAll("no live key", "tollgate.stripe.accounts.shop.api-keys");
        assertThatThrownBy(() -> asking().ask(question(null, false))).hasMessageContaining("header stripeEndpoint");
        stripe.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void aKeyThatIsWrittenIntoItsFileIsTakenAtTheNextTry(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "rk_test_aaaa\n");
        accounts.put("default", new StripeProperties.Account(List.of(), file));
        AskingStripe asking = asking();
        Files.writeString(file, "whsec_1\n");
        assertThatThrownBy(() -> asking.ask(question("default", false)))
                .isInstanceOfSatisfying(
                        NotHydrated.class, none -> assertThat(none.isInVain()).isFalse())
                .hasMessageContaining("signing secret");

        Files.writeString(file, "rk_test_cccc\n");
        asking.ask(question("default", false));
        isAskedWith("rk_test_cccc");
    }

    @ParameterizedTest
    @CsvSource({
        "404, resource_missing, true",
        "404, not_found, true",
        "404, , false",
        "400, parameter_invalid_empty, true",
        "401, , false",
        "403, more_permissions_required, false",
        "409, lock_timeout, false",
        "429, rate_limit, false",
        "500, , false",
        "503, , false"
    })
    void someFailuresARetryMayMend(int status, String code, boolean inVain) {
        account("default", "rk_test_aaaa");
        stripe.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Retry-After", "0")
                        .withBody(
                                code == null
                                        ? "<html>"
                                        : "{\"error\": {\"code\": \"%s\", \"message\": \"Of a@example.com\"}}"
                                                .formatted(code))));

        NotHydrated failure = catchThrowableOfType(NotHydrated.class, () -> asking().ask(question("default", false)));

        assertThat(failure.isInVain()).isEqualTo(inVain);
        assertThat(failure).hasMessageContaining("Stripe answers " + status).hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("example.com", "aaaa");
        stripe.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void whatStripeAsksForIsHandedOn() {
        account("default", "rk_test_aaaa");
        stripe.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "90")));

        assertThat(catchThrowableOfType(NotHydrated.class, () -> asking().ask(question("default", false)))
                        .pause())
                .isEqualTo(Duration.ofMinutes(1));
    }
}

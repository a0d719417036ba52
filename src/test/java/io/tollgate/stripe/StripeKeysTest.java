package io.tollgate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.StripeProperties.Account;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeKeysTest {
    private static StripeKeys keys(Map<String, Account> accounts) {
        return new StripeKeys(
                new StripeProperties(URI.create("https://api.stripe.com"), 25, Duration.ofSeconds(10), accounts));
    }

    private static Account account(String... keys) {
        return new Account(List.of(keys), null);
    }

    @Test
    void noneIsFine() {
        assertThat(keys(Map.of()).isEmpty()).isTrue();
        assertThat(keys(Map.of("default", account("", " "))).isEmpty()).isTrue();
    }

    @Test
    void oneAModeAndTheOnlyAccountsForAllEndpoints() {
        StripeKeys keys = keys(Map.of("default", account("rk_live_12345", " sk_test_12345 ")));

        assertThat(keys.of("connect", true)).hasValueSatisfying(key -> {
            assertThat(key.secret()).isEqualTo("rk_live_12345");
            assertThat(key).hasToString("default (live)");
        });
        assertThat(keys.of("connect", false)).map(StripeKey::secret).contains("sk_test_12345");
    }

    @Test
    void ofSeveralAccountsEachIsForItsEndpoint() {
        StripeKeys keys = keys(Map.of("us", account("sk_live_12345"), "eu", account("sk_live_67890")));

        assertThat(keys.of("eu", true)).map(StripeKey::secret).contains("sk_live_67890");
        assertThat(keys.of("eu", false)).isEmpty();
        assertThat(keys.of("asia", true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "whsec_abcdefgh, it is a signing secret",
        "pk_live_abcdefgh, it is a publishable key",
        "abc, it begins with neither sk_ nor rk_"
    })
    void whatIsNoneSaysWhatToSet(String text, String why) {
        assertThatThrownBy(() -> keys(Map.of("default", account(text))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("tollgate.stripe.accounts.default.api-keys")
                .hasMessageContaining(why)
                .hasMessageNotContaining(text);
    }

    @Test
    void twoOfAModeAreRefused() {
        assertThatThrownBy(() -> keys(Map.of("default", account("sk_live_12345", "rk_live_12345"))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("two live keys");
    }

    @Test
    void aFileIsReadAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, "rk_test_before\n");
        StripeKeys keys = keys(Map.of("default", new Account(List.of(), file)));
        Files.writeString(file, "rk_test_after\nrk_live_after\n");

        assertThat(keys.all()).extracting(StripeKey::secret).containsExactly("rk_test_after", "rk_live_after");

        Files.delete(file);
        assertThatThrownBy(keys::all)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("api-key-file")
                .hasMessageContaining(file.toString());
    }
}

package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class WebhookPropertiesTest {
    private static final String DEFAULT = "tollgate.webhook.endpoints.default.secrets=whsec_a";

    private static WebhookProperties bind(String... settings) {
        Map<String, String> map = Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Binder(new MapConfigurationPropertySource(map))
                .bindOrCreate("tollgate.webhook", WebhookProperties.class);
    }

    @Test
    void hasDefaults() {
        WebhookProperties properties = bind(DEFAULT);

        assertThat(properties.maxBody()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(properties.inFlight()).isEqualTo(1024);
        assertThat(properties.endpoints().get("default").tolerance()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void readsSeveralSecretsAndIgnoresBlanks() {
        WebhookProperties properties = bind("tollgate.webhook.endpoints.default.secrets= whsec_a ,, whsec_b,");

        assertThat(properties.endpoints().get("default").secrets()).containsExactly("whsec_a", "whsec_b");
    }

    @Test
    void neverShowsASecret() {
        assertThat(bind(DEFAULT).toString()).contains("default").doesNotContain("whsec_a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tollgate.webhook.endpoints.default.secrets=  | endpoint 'default': set STRIPE_WEBHOOK_SECRET",
                "tollgate.webhook.endpoints.default.secrets='\"whsec_a\"' | A signing secret of endpoint 'default' cannot be one",
                "tollgate.webhook.endpoints.default.secrets=we_1PgcAB | begin with whsec_",
                "tollgate.webhook.endpoints.default.secrets=sk_test_1 | Set STRIPE_WEBHOOK_SECRET",
                "tollgate.webhook.endpoints.default.secrets=whsec_ | cannot be one",
                "tollgate.webhook.endpoints.default.secrets=whsec_a b | no quotes or spaces",
                "tollgate.webhook.endpoints.default.secrets=whsec_a\u00a0 | no quotes or spaces",
                "tollgate.webhook.endpoints.default.secrets=whsec_a\u200b | no quotes or spaces",
                "tollgate.webhook.endpoints.default.secrets=\ufeffwhsec_a | begin with whsec_",
                "tollgate.webhook.endpoints.default.secrets=whsec_\u2026 | cannot be one",
                "tollgate.webhook.endpoints.default.secrets=whsec_... | cannot be one",
                "tollgate.webhook.endpoints.default.secrets=whsec_<secret> | cannot be one",
                "tollgate.webhook.endpoints.default.secrets=\u201cwhsec_a\u201d | cannot be one",
                "tollgate.webhook.endpoints.connect.secrets=whsec_a,we_1 | Set tollgate.webhook.endpoints.connect.secrets",
                "tollgate.webhook.endpoints.connect.secrets=, | endpoint 'connect': set tollgate.webhook.endpoints.connect.secrets",
                "tollgate.webhook.endpoints.connect.tolerance=5m | endpoint 'connect': set tollgate.webhook.endpoints.connect.secrets",
                "tollgate.webhook.endpoints[a/b].secrets=whsec_b | tollgate.webhook.endpoints.a/b: rename it",
                "tollgate.webhook.endpoints.default.tolerance=0s | tollgate.webhook.endpoints.default.tolerance is PT0S: set",
                "tollgate.webhook.max-body=0B | tollgate.webhook.max-body is 0B: set",
                "tollgate.webhook.max-body=1GB | tollgate.webhook.max-body is",
                "tollgate.webhook.in-flight=0 | tollgate.webhook.in-flight is 0: set",
                "tollgate.webhook.in-flight-size=1KB | tollgate.webhook.in-flight-size is 1024B: set"
            })
    void aBadSettingStopsTheStartWithTheFix(String setting, String sentence) {
        assertThatThrownBy(() -> {
                    if (setting.startsWith("tollgate.webhook.endpoints.default.secrets")) {
                        bind(setting);
                    } else {
                        bind(DEFAULT, setting);
                    }
                })
                .rootCause()
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void withoutAnySettingTheDefaultEndpointLacksItsSecret() {
        assertThatThrownBy(WebhookPropertiesTest::bind).rootCause().hasMessageContaining("STRIPE_WEBHOOK_SECRET");
    }
}

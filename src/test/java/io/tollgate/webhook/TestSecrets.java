package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/** Secrets of endpoints, for tests that look at them by hand. */
final class TestSecrets {
    private TestSecrets() {}

    static WebhookProperties properties(Map<String, WebhookProperties.Endpoint> endpoints) {
        return new WebhookProperties(
                DataSize.ofMegabytes(1),
                16,
                DataSize.ofMegabytes(64),
                Duration.ofSeconds(10),
                endpoints,
                List.of(),
                null,
                0);
    }

    static WebhookProperties.Endpoint endpoint(String... secrets) {
        return WebhookProperties.Endpoint.of(List.of(secrets), List.of(), Duration.ofMinutes(5));
    }

    static WebhookProperties.Endpoint withFiles(List<String> secrets, String... files) {
        return WebhookProperties.Endpoint.of(secrets, List.of(files), Duration.ofMinutes(5));
    }

    static EndpointSecrets of(WebhookProperties properties, MeterRegistry registry) {
        return new EndpointSecrets(properties, new SecretOrigin(new StandardEnvironment()), registry);
    }
}

package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SecretOriginTest {
    @Test
    void namesTheVariableOrTheSourceOfTheSetting(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("STRIPE_WEBHOOK_SECRET"), "whsec_d\n");
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "variables", Map.of("STRIPE_WEBHOOK_SECRET", "whsec_a, whsec_ab")));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "application.yaml", Map.of("tollgate.webhook.endpoints.connect.secrets[0]", "whsec_b")));
        environment.getPropertySources().addLast(new ConfigTreePropertySource("Config tree '/run/secrets'", folder));
        SecretOrigin origin = new SecretOrigin(environment);

        assertThat(origin.of("whsec_ab")).isEqualTo("environment (STRIPE_WEBHOOK_SECRET)");
        assertThat(origin.of("whsec_b")).isEqualTo("settings (application.yaml)");
        assertThat(origin.of("whsec_d")).isEqualTo("settings (Config tree '/run/secrets')");
        assertThat(origin.of("whsec_")).isEqualTo("settings");
    }
}

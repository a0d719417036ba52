package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class GeneratedSecretTest {
    private static final String SECRETS = "tollgate.webhook.endpoints.default.secrets";

    @TempDir
    Path data;

    @Test
    void makesOneUpOnceAndKeepsItForThisUserOnly() throws IOException {
        String secret = secret("embedded", Map.of(SECRETS, ""));
        assertThat(secret).matches("whsec_[A-Za-z0-9]{32}");
        assertThat(data.resolve("stripe-webhook-secret")).hasContent(secret + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("stripe-webhook-secret"))))
                .isEqualTo("rw-------");
        assertThat(secret("embedded", Map.of())).isEqualTo(secret);
    }

    @Test
    void beginsAnewWhenAKillLeftAnEmptyFile() throws IOException {
        Files.createFile(data.resolve("stripe-webhook-secret"));
        assertThat(secret("embedded", Map.of())).startsWith("whsec_");
    }

    @Test
    void keepsOutOfTheWayOfOnesThatAreGiven() {
        assertThat(secret("embedded", Map.of(SECRETS, "whsec_mine"))).isEqualTo("whsec_mine");
        assertThat(secret("embedded", Map.of(SECRETS + "[0]", "whsec_mine"))).isNull();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void doesNothingWithoutTheProfile() {
        assertThat(secret("production", Map.of(SECRETS, ""))).isEmpty();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void saysWhenItCannotBeKept() throws IOException {
        Files.createDirectory(data.resolve("stripe-webhook-secret"));
        assertThatThrownBy(() -> secret("embedded", Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("TOLLGATE_DATA");
    }

    private String secret(String profile, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.addActiveProfile(profile);
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("data", Map.of("tollgate.data", data.toString())));
        new GeneratedSecret().postProcessEnvironment(environment, new SpringApplication());
        return environment.getProperty(SECRETS);
    }
}

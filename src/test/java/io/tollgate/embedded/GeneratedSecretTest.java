package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.impl.NoOpLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class GeneratedSecretTest {
    private static final String SECRETS = "tollgate.webhook.endpoints.default.secrets";

    private final List<String> told = new ArrayList<>();

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
    void makesNoneUpBesideAFileOfSecrets() {
        assertThat(secret("embedded", Map.of("tollgate.webhook.endpoints.default.secret-files", "/run/secrets/stripe")))
                .isNull();
    }

    @Test
    void beginsAnewWhenAKillLeftAnEmptyFile() throws IOException {
        Files.createFile(data.resolve("stripe-webhook-secret"));
        assertThat(secret("embedded", Map.of())).startsWith("whsec_");
    }

    @Test
    void whatOthersCouldHaveWrittenIsNotTaken() throws IOException {
        Path file = Files.writeString(data.resolve("stripe-webhook-secret"), "whsec_planted\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> secret("embedded", Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("delete it")
                .hasMessageNotContaining("whsec_planted");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path mine = Files.writeString(data.resolve("mine"), "whsec_mine");
        Files.createSymbolicLink(data.resolve("stripe-webhook-secret"), mine);
        assertThatThrownBy(() -> secret("embedded", Map.of())).isInstanceOf(InvalidConfiguration.class);
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void whatAnotherUserHasPlantedIsNotTaken() throws IOException {
        Path file = Files.writeString(data.resolve("stripe-webhook-secret"), "whsec_planted\n");
        Files.setAttribute(file, "unix:uid", 5);
        assertThatThrownBy(() -> secret("embedded", Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(file + " belongs to another user (5; Tollgate runs as 0)")
                .hasMessageContaining("TOLLGATE_DATA");
    }

    @Test
    void whatOthersCouldReadIsNarrowedAndSaid() throws IOException {
        Path file = Files.writeString(data.resolve("stripe-webhook-secret"), "whsec_kept\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(secret("embedded", Map.of())).isEqualTo("whsec_kept");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains(data.toString(), "rwxr-xr-x");
        assertThat(told.get(1)).contains(file.toString(), "rw-r--r--", "delete it");
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
        new GeneratedSecret(destination -> log()).postProcessEnvironment(environment, new SpringApplication());
        return environment.getProperty(SECRETS);
    }

    private Log log() {
        return new NoOpLog() {
            private static final long serialVersionUID = 1L;

            @Override
            public void warn(Object message) {
                told.add(message.toString());
            }
        };
    }
}

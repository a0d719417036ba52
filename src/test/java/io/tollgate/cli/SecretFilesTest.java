package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A folder with a file a setting, as Docker and Kubernetes mount secrets: for commands and for the gateway. */
class SecretFilesTest {
    @TempDir
    private Path secrets;

    @Test
    void aCommandTakesTheDatabaseFromThem() throws IOException {
        Files.writeString(secrets.resolve("spring.datasource.url"), TestDatabase.newDatabase() + "\n");
        Files.writeString(secrets.resolve("spring.datasource.password"), "from-a-file\n");
        Run run = Run.of(Map.of(), "status", "--spring.config.import=configtree:" + secrets + "/");
        assertThat(run.err()).contains("There is no inbox in this database");
    }

    @Test
    void theGatewayTakesTheSigningSecretAndThePasswordFromThem() throws IOException {
        Files.writeString(secrets.resolve("STRIPE_WEBHOOK_SECRET"), "whsec_from_a_file\n");
        Files.writeString(secrets.resolve("spring.datasource.password"), "from-a-file\n");
        new ApplicationContextRunner()
                .withPropertyValues("spring.config.import=optional:configtree:" + secrets + "/")
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .run(context -> {
                    var settings = context.getEnvironment();
                    assertThat(settings.getProperty("tollgate.webhook.endpoints.default.secrets"))
                            .isEqualTo("whsec_from_a_file");
                    assertThat(settings.getProperty("spring.datasource.password"))
                            .isEqualTo("from-a-file");
                });
    }

    /** Unlike those above it is read again while the gateway runs. */
    @Test
    void aVariableNamesAFileOfSigningSecrets() {
        new ApplicationContextRunner()
                .withPropertyValues("STRIPE_WEBHOOK_SECRET_FILE=/run/secrets/stripe,/run/secrets/next")
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .run(context -> assertThat(Binder.get(context.getEnvironment())
                                .bind("tollgate.webhook.endpoints.default.secret-files", Bindable.listOf(String.class))
                                .get())
                        .containsExactly("/run/secrets/stripe", "/run/secrets/next"));
    }

    @Test
    void sendTakesTheFirstSecretOfAFile() throws IOException {
        Path file = Files.writeString(secrets.resolve("stripe"), "# rolled\n\nwhsec_first\nwhsec_second\n");
        Map<String, String> variable = Map.of("STRIPE_WEBHOOK_SECRET_FILE", file + "," + secrets.resolve("none"));
        assertThat(new SigningSecret(variable).find(null)).isEqualTo("whsec_first");
        assertThat(new SigningSecret(Map.of()).find(file.toString())).isEqualTo("whsec_first");
        Map<String, String> missing =
                Map.of("STRIPE_WEBHOOK_SECRET_FILE", secrets.resolve("none").toString());
        assertThatThrownBy(() -> new SigningSecret(missing).find(null))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("give STRIPE_WEBHOOK_SECRET_FILE a file");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Run run = Run.of(Map.of(), "status", "--spring.config.import=configtree:/not/there/");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("/not/there/").doesNotContain("\tat ");
    }

    @Test
    void anAddressThatCannotBeIsASentence() {
        for (String url :
                new String[] {"jdbc:postgresql://db:99999/tollgate?password=secret", "jdbc:mysql://db/tollgate"}) {
            Run run = Run.of(Map.of(), "status", "--spring.datasource.url=" + url);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("SPRING_DATASOURCE_URL", "jdbc:postgresql://db:5432/tollgate")
                    .doesNotContain("\tat ", "secret");
        }
    }
}

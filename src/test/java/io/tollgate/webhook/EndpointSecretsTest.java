package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.InvalidConfiguration;
import io.tollgate.support.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of secrets, as Docker and Kubernetes mount and exchange them. */
class EndpointSecretsTest {
    @TempDir
    private Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CapturedLog log = CapturedLog.of(EndpointSecrets.class);
    private EndpointSecrets secrets;

    @AfterEach
    void close() {
        log.close();
        if (secrets != null) {
            secrets.close();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Not started: a test looks by hand. */
    private EndpointSecrets open(List<String> given, Path... files) {
        secrets = TestSecrets.of(
                TestSecrets.properties(Map.of(
                        "default",
                        TestSecrets.withFiles(
                                given,
                                List.of(files).stream().map(Path::toString).toArray(String[]::new)))),
                metrics);
        return secrets;
    }

    private List<String> texts() {
        return secrets.of("default").stream().map(Secret::text).toList();
    }

    private void lookTwice() {
        secrets.look();
        secrets.look();
    }

    private double bad() {
        return metrics.get("tollgate.webhook.secret.files.bad").gauge().value();
    }

    @Test
    void readsASecretALineBesideThoseOfTheSettings() throws IOException {
        Path one = write("one", "# rolled in March\r\nwhsec_b\r\n\n  whsec_c  \n");
        Path two = write("two", "whsec_c");

        open(List.of("whsec_a"), one, two);

        assertThat(texts()).containsExactly("whsec_a", "whsec_b", "whsec_c");
        assertThat(secrets.of("default"))
                .extracting(Secret::source)
                .containsExactly("settings", "file " + one, "file " + one + ", file " + two);
        assertThat(secrets.of("default").toString()).doesNotContain("whsec_");
    }

    /** As documented: printf %s "tollgate:whsec_a" | sha256sum | cut -c1-8. */
    @Test
    void aFingerprintIsTheBeginningOfAHash() {
        assertThat(Secret.of("whsec_a", "settings").fingerprint()).isEqualTo("a390a4b3");
    }

    @Test
    void takesWhatKubernetesHasExchangedBehindALinkAlsoWithTheTimeOfBefore() throws IOException {
        Path old = Files.createDirectory(folder.resolve("..1"));
        Path next = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(old.resolve("secret"), "whsec_old");
        Files.writeString(next.resolve("secret"), "whsec_new");
        Files.setLastModifiedTime(next.resolve("secret"), Files.getLastModifiedTime(old.resolve("secret")));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), old);
        Path file = Files.createSymbolicLink(folder.resolve("secret"), data.resolve("secret"));
        open(List.of(), file);

        Path exchange = Files.createSymbolicLink(folder.resolve("..data_tmp"), next);
        Files.move(exchange, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lookTwice();

        assertThat(texts()).containsExactly("whsec_new");
        assertThat(log.text())
                .contains(
                        "endpoint=default The signing secrets are ",
                        Secret.of("whsec_new", "").fingerprint())
                .doesNotContain("whsec_new");
    }

    @Test
    void neverTakesOneThatIsHalfWritten() throws IOException {
        Path file = write("secret", "whsec_old\n");
        open(List.of(), file);

        for (String half : List.of("", "whsec_n", "whsec_ne", "whsec_new\n")) {
            Files.writeString(file, half);
            secrets.look();
            assertThat(texts()).containsExactly("whsec_old");
        }
        secrets.look();
        assertThat(texts()).containsExactly("whsec_new");
        assertThat(log.text()).doesNotContain("has no signing secret");
    }

    @Test
    void theLastGoodOnesStayAndEachChangeIsSaidOnce() throws IOException {
        Path file = write("secret", "whsec_a\nwhsec_b");
        open(List.of(), file);
        assertThat(bad()).isZero();

        Files.delete(file);
        lookTwice();
        lookTwice();
        assertThat(texts()).containsExactly("whsec_a", "whsec_b");
        assertThat(bad()).isEqualTo(1);
        assertThat(log.text()).containsOnlyOnce("is not there: those that it had last stay");

        write("secret", "# nothing\n");
        lookTwice();
        lookTwice();
        assertThat(log.text()).containsOnlyOnce("has no signing secret in it: those that it had last stay");

        write("secret", "whsec_a\n\"whsec_b\"");
        lookTwice();
        lookTwice();
        assertThat(texts()).containsExactly("whsec_a", "whsec_b");
        assertThat(log.text())
                .containsOnlyOnce("has no signing secret in line 2")
                .doesNotContain("\"whsec_b");

        Files.delete(file);
        Files.createDirectory(file);
        lookTwice();
        assertThat(log.text()).containsOnlyOnce("is no file");

        Files.delete(file);
        write("secret", "whsec_b");
        lookTwice();
        assertThat(texts()).containsExactly("whsec_b");
        assertThat(bad()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | has no signing secret in it",
                "'# only this' | has no signing secret in it",
                "'we_1PgcAB' | has no signing secret in line 1",
                "whsec_a,whsec_b | has no signing secret in line 1",
                "'\uFEFFwhsec_a' | has no signing secret in line 1"
            })
    void aFileThatIsTheOnlySourceStopsTheStartWhenItIsBad(String text, String sentence) throws IOException {
        Path file = write("secret", text);

        assertThatThrownBy(() -> open(List.of(), file))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll(
                        "Endpoint 'default' has no signing secret: the file " + file + " " + sentence,
                        "STRIPE_WEBHOOK_SECRET_FILE",
                        "tollgate.webhook.endpoints.default.secret-files")
                .hasMessageNotContaining("we_1PgcAB")
                .hasMessageNotContaining("whsec_a");
    }

    @Test
    void eachBadFileIsNamedWhenThereIsNoOther() throws IOException {
        Path large = write("large", "whsec_a\n".repeat(10_000));
        Path none = folder.resolve("none");

        assertThatThrownBy(() -> open(List.of(), large, none, folder, Path.of("a\tb")))
                .hasMessageContainingAll(
                        large + " has more than 64 KB", none + " is not there", folder + " is no file");
    }

    /** Which nobody can read from its beginning. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void oneThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> open(List.of(), Path.of("/proc/self/mem")))
                .hasMessageContaining("the file /proc/self/mem cannot be read by the user that Tollgate runs as");
    }

    @Test
    void aBadFileBesideAnotherSourceIsPassedOverUntilItIsGood() throws IOException {
        Path file = folder.resolve("secret");
        open(List.of("whsec_a"), file);

        assertThat(texts()).containsExactly("whsec_a");
        assertThat(bad()).isEqualTo(1);
        assertThat(log.text())
                .contains("endpoint=default The file of signing secrets " + file + " is not there: it is"
                        + " passed over");

        write("secret", "whsec_b");
        lookTwice();
        assertThat(texts()).containsExactly("whsec_a", "whsec_b");
    }
}

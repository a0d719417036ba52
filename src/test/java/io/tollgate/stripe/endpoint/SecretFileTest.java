package io.tollgate.stripe.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("secret");
    }

    private void add(String secret) {
        try (SecretFile opened = SecretFile.open(file)) {
            opened.add(secret);
        }
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void isOfThisUserAloneAndGrowsByALine() throws IOException {
        add("whsec_one");
        add("whsec_two");

        assertThat(file).content().isEqualTo("whsec_one\nwhsec_two\n");
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void whatIsInItStays() throws IOException {
        Files.writeString(file, "# Käse\nwhsec_old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (SecretFile opened = SecretFile.open(file)) {
            assertThat(opened.narrowed())
                    .hasValueSatisfying(said -> assertThat(said).contains("rw-r--r--"));
            opened.add("whsec_new");
        }

        assertThat(file).content().isEqualTo("# Käse\nwhsec_old\nwhsec_new\n");
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void oneThatIsThereIsNotAddedAgain() {
        add("whsec_one");
        add("whsec_one");

        assertThat(file).content().isEqualTo("whsec_one\n");
    }

    @Test
    void withoutASecretItIsAsBefore() throws IOException {
        SecretFile.open(file).close();
        assertThat(file).doesNotExist();

        Files.writeString(file, "whsec_old");
        SecretFile.open(file).close();
        assertThat(file).content().isEqualTo("whsec_old");
    }

    /** As one that has failed removes its empty file, while this one waits for it. */
    @Test
    void aSecretThatIsInNoFileIsNotWrittenDown() throws IOException {
        try (SecretFile opened = SecretFile.open(file)) {
            Files.delete(file);

            assertThatThrownBy(() -> opened.add("whsec_new"))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("run the same command again");
        }
    }

    /** As a crash leaves it. */
    @Test
    void theRoomThatIsTakenIsBlank() throws IOException {
        add("whsec_old");
        try (SecretFile opened = SecretFile.open(file)) {
            assertThat(Files.readString(file)).startsWith("whsec_old\n\n\n");
            assertThat(Files.readString(file).strip()).isEqualTo("whsec_old");
            opened.add("whsec_new");
        }
        assertThat(file).content().isEqualTo("whsec_old\nwhsec_new\n");
    }

    @Test
    void whatCannotBeWrittenSaysSoBefore() throws IOException {
        file = folder.resolve("not/there");
        assertThatThrownBy(() -> SecretFile.open(file))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--secret-file");

        file = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> SecretFile.open(file)).isInstanceOf(InvalidConfiguration.class);
    }
}

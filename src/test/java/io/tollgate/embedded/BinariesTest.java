package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What is run as PostgreSQL is what was in the jar. */
class BinariesTest {
    @TempDir
    private Path data;

    @Test
    void whatOthersCouldChangeIsExtractedAnew() throws Exception {
        Path folder = data.resolve("postgres-binaries");
        start();
        Path postgres = executable(folder);
        assertThat(mode(folder)).isEqualTo("rwx------");

        Files.writeString(postgres.resolveSibling("stays"), "");
        start();
        assertThat(postgres.resolveSibling("stays")).as("extracted once").exists();

        // not written over: the one before may be running still
        Files.delete(postgres.resolveSibling("pg_ctl"));
        Files.writeString(postgres.resolveSibling("pg_ctl"), "#!/bin/sh\ntouch " + data.resolve("planted-has-run"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        start();
        assertThat(postgres.resolveSibling("stays")).doesNotExist();
        assertThat(data.resolve("planted-has-run")).doesNotExist();
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void whatBelongsToAnotherUserIsNotRun() throws IOException {
        Path planted = Files.createDirectories(data.resolve("postgres-binaries/extracted"));
        Files.setPosixFilePermissions(planted.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(planted, "unix:uid", 5);
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(planted + " belongs to another user");
    }

    private void start() {
        EmbeddedDatabase.start(data.resolve("postgres")).close();
    }

    private static Path executable(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("bin/postgres"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

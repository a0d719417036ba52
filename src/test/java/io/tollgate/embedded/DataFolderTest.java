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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    @Test
    void opensForOneGatewayAtATime() throws IOException {
        Path path = parent.resolve("not/there/yet");
        try (DataFolder first = DataFolder.open(path)) {
            assertThat(first.mail()).isEqualTo(path.resolve("mail"));
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("Another Tollgate is running on the data folder " + path)
                    .hasMessageContaining("TOLLGATE_DATA");
        }
        DataFolder.open(path).close();
    }

    @Test
    void isMadeForThisUserOnly() throws IOException {
        Path path = parent.resolve("data");
        DataFolder.open(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void anOpenOneOfTheVersionBeforeIsNarrowed() throws IOException {
        Path path = Files.createDirectory(parent.resolve("data"));
        Path mail = Files.createDirectory(path.resolve("mail"));
        for (Path open : new Path[] {path, mail}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxr-x"));
        }
        try (DataFolder data = DataFolder.open(path)) {
            for (Path closed : new Path[] {path, data.mail(), data.activemq()}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
                        .as("%s", closed)
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void refusesOneOfAnotherUserAndWhatOneHasPutInto() throws IOException {
        Path theirs = Files.createDirectory(parent.resolve("theirs"));
        Path ours = Files.createDirectory(parent.resolve("ours"));
        Path planted = Files.createDirectory(ours.resolve("postgres"));
        Path linked = Files.createDirectory(parent.resolve("linked"));
        Path link = Files.createSymbolicLink(linked.resolve("mail"), theirs);
        Files.createDirectory(linked.resolve("lost+found")); // root's
        for (Path path : new Path[] {theirs, planted}) {
            Files.setAttribute(path, "unix:uid", 5);
        }
        Map.of(theirs, theirs, ours, planted, linked, link)
                .forEach((folder, culprit) -> assertThatThrownBy(() -> DataFolder.open(folder))
                        .isInstanceOf(InvalidConfiguration.class)
                        .hasMessageContaining(culprit + " belongs to another user (5; Tollgate runs as 0)")
                        .hasMessageContaining("chown -R 0 " + culprit)
                        .hasMessageContaining("TOLLGATE_DATA"));
    }

    @Test
    void refusesAFolderThatAllShare() throws IOException, InterruptedException {
        Path shared = Files.createDirectory(parent.resolve("shared"));
        assertThat(new ProcessBuilder("chmod", "1777", shared.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> DataFolder.open(shared))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("share")
                .hasMessageContaining("TOLLGATE_DATA");
        assertThat(Files.getPosixFilePermissions(shared)).hasSize(9);
    }

    @Test
    void saysWhenThePathIsAFile() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(file + " is not a folder")
                .hasMessageContaining("TOLLGATE_DATA");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // the one place where root cannot write either
    void saysWhenItCannotBeWritten() {
        for (String path : new String[] {"/proc/self", "/proc/tollgate"}) {
            assertThatThrownBy(() -> DataFolder.open(Path.of(path)))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining(path + " cannot be written")
                    .hasMessageContaining(System.getProperty("user.name"))
                    .hasMessageContaining("TOLLGATE_DATA");
        }
    }
}

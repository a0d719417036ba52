package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
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

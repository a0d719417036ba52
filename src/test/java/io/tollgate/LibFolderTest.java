package io.tollgate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars in {@code lib/} are libraries; what would configure the gateway, or cannot be read, is named. */
class LibFolderTest {
    @TempDir
    private Path lib;

    private void check() {
        LibFolder.check(Map.of("TOLLGATE_LIB", lib.toString()));
    }

    private void jar(String... entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(lib.resolve("team.jar"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application.properties",
                "application-embedded.yaml",
                "config/application.yml",
                "logback.xml",
                "logback-spring.xml",
                "META-INF/spring.factories",
                "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports",
            })
    void whatWouldConfigureTheGatewayIsRefused(String entry) throws Exception {
        jar("com/example/Driver.class", entry);

        assertThatThrownBy(this::check)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll("team.jar", entry, "take it out", "plain module");
    }

    @Test
    void librariesAreTaken() throws Exception {
        jar("com/example/Driver.class", "META-INF/services/java.sql.Driver", "META-INF/spring/aot.factories");
        Files.writeString(lib.resolve("notes.txt"), "not a jar");

        assertThatCode(this::check).doesNotThrowAnyException();
        assertThatCode(() -> LibFolder.check(Map.of("TOLLGATE_LIB", ""))).doesNotThrowAnyException();
    }

    @Test
    void aBrokenJarIsNamed() throws Exception {
        Files.writeString(lib.resolve("half.jar"), "half");

        assertThatThrownBy(this::check).hasMessageContainingAll("half.jar", "fetch it again");
    }

    @Test
    void aFolderThatIsNamedAndNotThereIsSaid() {
        assertThatThrownBy(() -> LibFolder.check(
                        Map.of("TOLLGATE_LIB", lib.resolve("nowhere").toString())))
                .hasMessageContainingAll("There is no folder", "nowhere", "TOLLGATE_LIB");
    }
}

package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each way to start a gateway that is written down ends it when it is out of memory; else it stays, and answers nobody. */
class StartCommandsTest {
    private static final String FLAG = "-XX:+ExitOnOutOfMemoryError";

    @Test
    void eachCommandThatStartsTheJar() throws IOException {
        List<String> starts = pages().flatMap(StartCommandsTest::lines)
                .filter(line -> line.matches("java .*-jar \\S*tollgate\\.jar.*"))
                .toList();

        assertThat(starts).isNotEmpty().allSatisfy(line -> assertThat(line).contains(FLAG));
    }

    @Test
    void theImageTheScriptAndTheBuild() {
        assertThat(List.of("Dockerfile", "tollgate", "pom.xml"))
                .allSatisfy(file -> assertThat(lines(Path.of(file))).anyMatch(line -> line.contains(FLAG)));
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs.filter(Files::isRegularFile).toList().stream());
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

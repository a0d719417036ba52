package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.RoutesFolder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtTest {
    private static final String SHORT =
            "- route:\n    id: team\n    from:\n      uri: direct:team\n      steps:\n        - log: x # c\n";
    private static final String LONG = """
            - route:
                id: team
                from:
                  uri: direct
                  parameters:
                    name: team
                  steps:
                    - log:
                        message: x # c
            """;

    @TempDir
    Path folder;

    private Run fmt(String... options) {
        String[] arguments = Stream.concat(Stream.of("fmt", folder.toString()), Stream.of(options))
                .toArray(String[]::new);
        return Run.of(Map.of(), arguments);
    }

    @Test
    void writesWhatChangesAndNamesIt() throws Exception {
        Files.writeString(folder.resolve("a.camel.yaml"), LONG.replace("team", "a"));
        Path file = Files.writeString(folder.resolve("team.camel.yaml"), SHORT);
        Files.createDirectory(folder.resolve("sub"));
        Path below = Files.writeString(folder.resolve("sub/team.camel.yaml"), SHORT);
        Path other = Files.writeString(folder.resolve("team.yaml"), SHORT);

        assertThat(fmt()).isEqualTo(new Run(0, "team.camel.yaml\n", ""));

        assertThat(file).hasContent(LONG);
        assertThat(below).hasContent(SHORT);
        assertThat(other).hasContent(SHORT);
        assertThat(fmt()).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void checkChangesNothingAndEndsWithOne() throws Exception {
        Path file = Files.writeString(folder.resolve("team.camel.yaml"), SHORT);

        assertThat(fmt("--check"))
                .isEqualTo(new Run(1, "team.camel.yaml\n", "Not in the canonical form: run ./tollgate fmt\n"));
        assertThat(file).hasContent(SHORT);

        Files.writeString(file, LONG);
        assertThat(fmt("--check")).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void theShippedRoutesNeedNoChange() throws Exception {
        assertThat(Run.of(Map.of(), "fmt", "--check")).isEqualTo(new Run(0, "", ""));
        RoutesFolder.copy(Path.of("routes"), folder.resolve("routes"));
        assertThat(Run.of(Map.of(), "fmt", "--tollgate.routes=" + folder.resolve("routes")))
                .isEqualTo(new Run(0, "", ""));
    }

    @Test
    void aFileThatIsLeftAloneKeepsNoOtherFromBeingWritten() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.camel.yaml"), "- route: [\n");
        Path file = Files.writeString(folder.resolve("team.camel.yaml"), SHORT);

        Run run = fmt();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("team.camel.yaml\n");
        assertThat(run.err())
                .startsWith("broken.camel.yaml:2:1: error: This is no YAML: ")
                .hasLineCount(1);
        assertThat(file).hasContent(LONG);
        assertThat(broken).hasContent("- route: [\n");
        assertThat(fmt("--check").exitCode()).isEqualTo(1);
    }

    @Test
    void keepsPermissionsAndLinksAndLeavesNothingBeside() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path target =
                Files.writeString(Files.createDirectory(folder.resolve("kept")).resolve("t"), SHORT);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-r--"));
        Path link = Files.createSymbolicLink(folder.resolve("team.camel.yaml"), Path.of("kept/t"));

        assertThat(fmt()).isEqualTo(new Run(0, "team.camel.yaml\n", ""));

        assertThat(link).isSymbolicLink().hasContent(LONG);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-rw-r--");
        try (Stream<Path> beside = Files.list(target.getParent())) {
            assertThat(beside).containsExactly(target);
        }
    }

    @Test
    void saysAllOfItAsJson() throws Exception {
        Files.writeString(folder.resolve("broken.camel.yaml"), "");
        Files.writeString(folder.resolve("team.camel.yaml"), SHORT);

        Run run = fmt("--json", "--check");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("changed")).hasToString("[\"team.camel.yaml\"]");
        assertThat(json.path("leftAlone").path(0).textValue())
                .startsWith("broken.camel.yaml:1:1: error: The file is empty");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Run run = Run.of(Map.of(), "fmt", folder.resolve("nowhere").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("The routes folder " + folder.resolve("nowhere"))
                .contains("TOLLGATE_ROUTES");
    }
}

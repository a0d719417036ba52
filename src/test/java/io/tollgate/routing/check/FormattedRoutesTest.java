package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.check.BrokenRoutesTest.Broken;
import io.tollgate.routing.format.FolderFormat;
import io.tollgate.routing.format.Formatted;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check finds in the canonical form what it finds in the text of before, and that form is its own. */
class FormattedRoutesTest {
    private static FolderFormat format;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        format = new FolderFormat();
    }

    @AfterAll
    static void close() throws Exception {
        format.close();
    }

    static Stream<ExampleFolder> sound() {
        return Stream.concat(
                SoundRoutesTest.steps().stream().map(steps -> with("step", steps)),
                SoundRoutesTest.behindAQueue().stream().map(file -> with("team.camel.yaml", file)));
    }

    private static ExampleFolder with(String where, String text) {
        ExampleFolder example = new ExampleFolder();
        example.put(where, text);
        return example;
    }

    private List<Formatted> formatted() throws Exception {
        List<Formatted> files = format.of(Snapshot.of(folder));
        for (Formatted file : files) {
            if (file.isChanged()) {
                file.write(folder);
            }
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("sound")
    void whatWasWellIsWell(ExampleFolder example) throws Exception {
        example.write(folder);

        assertThat(formatted()).allSatisfy(file -> assertThat(file.reasons()).isEmpty());

        assertThat(formatted()).noneMatch(Formatted::isChanged);
        assertThat(ExampleFolder.found(folder)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.routing.check.BrokenRoutesTest#all")
    void whatWasBrokenIsSoInTheSameWayButForAnIdThatWasMissing(Broken broken) throws Exception {
        ExampleFolder example = with(
                broken.where(), broken.text() == null ? null : broken.text().replace(BrokenRoutesTest.HERE, ""));
        example.write(folder);

        formatted();

        assertThat(formatted()).noneMatch(Formatted::isChanged);
        List<Rule> expected = broken.rule() == Rule.MISSING_ID ? List.of() : List.of(broken.rule());
        assertThat(ExampleFolder.found(folder)).extracting(Finding::rule).isEqualTo(expected);
    }
}

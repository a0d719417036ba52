package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final String FLOW = "flow.camel.yaml";

    @TempDir
    private Path directory;

    private Path folder;
    private Path kept;
    private final List<String> taken = new ArrayList<>();
    private int minutes;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectories(directory.resolve("routes"));
        kept = Files.createDirectories(directory.resolve("data/routes"));
    }

    @Test
    void listsWhatIsKeptAndWhatItIs() throws Exception {
        String first = taken("one");
        String second = taken("two");
        String refused = keep("three");
        Files.createDirectory(kept.resolve(first + "123"));
        Run list = routes("list");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "routes|found|result|files",
                        refused + "|2026-01-01T00:03:00Z|not taken|1|in the folder",
                        second + "|2026-01-01T00:02:00Z|taken|1|current, last good",
                        first + "|2026-01-01T00:01:00Z|taken|1");

        Files.writeString(folder.resolve(FLOW), "four");
        String now = Snapshot.of(folder).hash();
        assertThat(routes("list").out()).endsWith("The folder has " + now + ", which no gateway has kept yet\n");
        JsonNode json = new ObjectMapper().readTree(routes("list", "--json").out());
        assertThat(json.path("routes").findValuesAsText("hash")).containsExactly(refused, second, first);
        assertThat(json.path("folder").asText()).isEqualTo(now);
        assertThat(json.path("folderIsKept").asBoolean()).isFalse();
    }

    @Test
    void showsWhatDiffers() throws Exception {
        String first = taken("a\nb\nc\n");
        Files.writeString(folder.resolve("tables.sql"), "x");
        String second = taken("a\nB\u001b[2J\nc\n");
        assertThat(routes("diff").out()).isEqualTo("""
                        --- %1$s/flow.camel.yaml
                        +++ %2$s/flow.camel.yaml
                        @@ -1,3 +1,3 @@
                         a
                        -b
                        +B\\u001b[2J
                         c
                        --- /dev/null
                        +++ %2$s/tables.sql
                        @@ -0,0 +1,1 @@
                        +x
                        \\ No newline at end of file
                        """.formatted(first, second));
        assertThat(routes("diff", first.substring(0, 5)).out())
                .isEqualTo(routes("diff").out());
        assertThat(routes("diff", second, first).out()).contains("+++ /dev/null", "-B\\u001b[2J", "+b");
        assertThat(routes("diff", "--folder").out()).isEqualTo("No difference between " + second + " and the folder\n");

        Files.write(folder.resolve(FLOW), new byte[] {(byte) 0xff});
        assertThat(routes("diff", "--folder").out())
                .isEqualTo("Binary files " + second + "/" + FLOW + " and folder/" + FLOW + " differ\n");
        assertThat(new ObjectMapper()
                        .readTree(routes("diff", "--json").out())
                        .path("diff")
                        .asText())
                .startsWith("--- " + first);
    }

    @Test
    void putsASetBackAndKeepsWhatIsThere() throws Exception {
        String first = taken("one");
        Files.createDirectory(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/R__a.sql"), "SELECT 1");
        taken("two");
        Files.writeString(folder.resolve(FLOW), "never kept");
        String now = Snapshot.of(folder).hash();

        Run dry = routes("back", first, "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).startsWith("  written  flow.camel.yaml\n  deleted  tables/R__a.sql\nSo the folder would");
        assertThat(folder.resolve(FLOW)).hasContent("never kept");
        assertThat(kept.resolve(now)).doesNotExist();

        Run back = routes("back", first.substring(0, 6));
        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(back.out())
                .contains("Those of before are kept: ./tollgate routes back " + now + "\n")
                .endsWith("has not taken\n");
        assertThat(Snapshot.of(folder).hash()).isEqualTo(first);
        assertThat(folder.resolve("tables")).doesNotExist();
        assertThat(routes("back", first).out()).isEqualTo("The folder has the routes " + first + " already\n");

        Run again = routes("back", now, "--json");
        assertThat(again.out())
                .isEqualTo("{\"routes\":\"" + now + "\",\"before\":\"" + first + "\",\"written\":[\"flow.camel.yaml\","
                        + "\"tables/R__a.sql\"],\"deleted\":[],\"changed\":true}\n");
        assertThat(folder.resolve(FLOW)).hasContent("never kept");
    }

    @Test
    void changesNothingWhenWhatIsThereCannotBeKept() throws Exception {
        String first = taken("one");
        Files.writeString(folder.resolve(FLOW), "two");
        // more than a set may have
        Files.write(folder.resolve("large"), new byte[17 << 20]);

        Run back = routes("back", first);

        assertThat(back.exitCode()).isEqualTo(1);
        assertThat(back.err()).startsWith("Not done (").contains("16 MB").hasLineCount(1);
        assertThat(folder.resolve(FLOW)).hasContent("two");
        assertThat(folder.resolve("large")).exists();
    }

    @Test
    void aHashThatIsUnknownOrAmbiguousIsASentence() throws Exception {
        assertThat(routes("back", "abc").err())
                .startsWith("No route set is kept in ")
                .contains("TOLLGATE_DATA");
        assertThat(routes("diff").err())
                .contains("There are not 2 route sets that were taken")
                .hasLineCount(1);
        String first = taken("one");
        String second = taken("two");
        String near = (first.charAt(0) == 'f' ? 'e' : 'f') + first.substring(1);
        Run unknown = routes("back", near);
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .startsWith("No route set " + near + " is kept in ")
                .contains("did you mean " + first + "?", second)
                .hasLineCount(1);
        Run ambiguous = routes("back", "");
        assertThat(ambiguous.exitCode()).isEqualTo(1);
        assertThat(ambiguous.err())
                .startsWith("Several route sets begin with ''")
                .contains(first, second);
    }

    @Test
    void acceptsWhatIsInTheFolderOrAnotherSet() throws Exception {
        taken("one");
        String refused = keep("two");

        Run accept = routes("accept");
        assertThat(accept.out())
                .startsWith("The routes " + refused + " are accepted, whatever their rehearsal shows: a gateway");
        assertThat(kept.resolve("accepted")).hasContent(refused);

        String first = taken("three");
        assertThat(routes("accept").out()).isEqualTo("The routes " + first + " are in effect already\n");
        assertThat(kept.resolve("accepted")).hasContent(refused);

        assertThat(routes("accept", refused.substring(0, 6)).out()).contains("./tollgate routes back " + refused);
        assertThat(new ObjectMapper()
                        .readTree(routes("accept", refused, "--json").out())
                        .path("inFolder")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void acceptsNothingWhereNoGatewayHasBeen() throws Exception {
        Files.delete(kept);

        Run run = routes("accept");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("TOLLGATE_DATA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes",
                "routes lst",
                "routes accept a b",
                "routes back",
                "routes diff a b c",
                "routes diff a b --folder"
            })
    void wrongUsage(String arguments) {
        Run run = Run.of(Map.of(), arguments.split(" "));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--help");
    }

    private Run routes(String... arguments) {
        List<String> all = new ArrayList<>(List.of("routes"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--tollgate.routes=" + folder, "--tollgate.data=" + directory.resolve("data")));
        return Run.of(Map.of(), all.toArray(String[]::new));
    }

    /** As a gateway does that takes it. */
    private String taken(String flow) throws IOException {
        String hash = keep(flow);
        taken.add(hash);
        Files.writeString(kept.resolve("taken"), String.join("\n", taken));
        Files.writeString(kept.resolve("last-good"), hash);
        return hash;
    }

    private String keep(String flow) throws IOException {
        Files.writeString(folder.resolve(FLOW), flow);
        Snapshot snapshot = Snapshot.of(folder);
        Path set = kept.resolve(snapshot.hash());
        snapshot.writeTo(set);
        Files.setLastModifiedTime(
                set, FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * ++minutes)));
        return snapshot.hash();
    }
}

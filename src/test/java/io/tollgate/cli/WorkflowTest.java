package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.samples.Samples;
import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What docs/ci/github-actions.yml runs can be run. */
class WorkflowTest {
    private static final String WORKFLOW = "docs/ci/github-actions.yml";
    private static final String COMMAND = "./tollgate ";

    private final String text = read();
    private final Map<String, Object> workflow = new Yaml().load(text);

    @TempDir
    private Path runner;

    private static String read() {
        try {
            return Files.readString(Path.of(WORKFLOW));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private List<Map<String, Object>> steps() {
        Map<String, Object> job = map(map(workflow.get("jobs")).get("routes"));
        return ((List<?>) job.get("steps")).stream().map(WorkflowTest::map).toList();
    }

    private Stream<String> commands() {
        return steps().stream()
                .filter(step -> step.containsKey("run"))
                .flatMap(step -> step.get("run").toString().lines())
                .filter(line -> line.startsWith(COMMAND));
    }

    @Test
    void eachCommandEndsWell() throws IOException {
        RoutesFolder.copy(Path.of("routes"), runner.resolve("target/routes"));
        Path events = runner.resolve("events.ndjson");
        try (Writer file = Files.newBufferedWriter(events)) {
            byte[] event = new Samples(Clock.systemUTC())
                    .event("charge.refunded", null)
                    .getBytes(StandardCharsets.UTF_8);
            new ExportedEvent("default", Instant.EPOCH, event).writeTo(file, null);
        }

        assertThat(commands())
                .hasSize(4)
                .anyMatch(line -> line.contains(" --sarif "))
                .anyMatch(line -> line.contains(" --junit "))
                .anyMatch(line -> line.contains(" --events "))
                .allSatisfy(line -> {
                    Run run = run(line, events);
                    assertThat(run.exitCode()).as(line + run.err()).isZero();
                });
        assertThat(runner.resolve("flows.xml")).isNotEmptyFile();
        assertThat(run(commands().toList().get(0) + " --githup", events).exitCode())
                .isEqualTo(2);
    }

    /** As the shell of the runner would read it. */
    private Run run(String line, Path events) {
        String command = line.substring(COMMAND.length()).replaceAll("\\s(?:>>?|\\|\\|) .*", "");
        String[] words = Arrays.stream(command.split(" "))
                .map(word -> word.replace("\"", "")
                        .replace("$RUNNER_TEMP", runner.toString())
                        .replace("$EVENTS", events.toString()))
                .toArray(String[]::new);
        assertThat(words).noneMatch(word -> word.contains("$"));
        return Run.of(Map.of(), words);
    }

    @Test
    void aStrangersPullRequestGetsNoRights() {
        // YAML 1.1 reads the key on as true
        assertThat(map(workflow.get(true))).containsOnlyKeys("pull_request");
        assertThat(map(workflow.get("permissions")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("contents", "read", "security-events", "write"));
        assertThat(steps())
                .filteredOn(step -> step.containsKey("run"))
                .allSatisfy(step -> assertThat(step.get("run").toString())
                        .as("what a pull request may name goes through the environment")
                        .doesNotContain("${{"));
    }

    @Test
    void eachActionHasAVersionAndThePageSaysToPinIt() {
        assertThat(steps())
                .filteredOn(step -> step.containsKey("uses"))
                .hasSize(4)
                .allSatisfy(step -> assertThat(step.get("uses").toString()).matches("[\\w-]+/[\\w/-]+@v\\d+"));
        assertThat(text).contains("by the SHA");
    }

    /** The line that makes the file of events is one of export's. */
    @Test
    void theExportThatACommentNamesIsOne() {
        String line = text.lines()
                .filter(comment -> comment.contains("# " + COMMAND))
                .map(comment -> comment.replaceAll(".*# \\./tollgate ", ""))
                .findFirst()
                .orElseThrow();
        Run run = Run.of(Map.of(), (line + " --spring.datasource.url=jdbc:nothing").split(" "));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("is no URL of a PostgreSQL");
    }
}

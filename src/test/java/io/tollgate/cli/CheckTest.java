package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.docs.Page;
import io.tollgate.routing.check.Rule;
import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What a check says to other programs. */
class CheckTest {
    private static final String MISSPELT = "router.camel.yaml";

    @TempDir
    private Path elsewhere;

    /** Below the folder where the test runs, as routes are in a repository; with a space in its name. */
    private Path routes;

    @BeforeEach
    void breakRoutes() throws IOException {
        Path work = Files.createTempDirectory(Path.of("target"), "check ");
        routes = misspelt(RoutesFolder.copy(Path.of("routes"), work.resolve("routes")));
        Files.writeString(routes.resolve("refunds.yaml"), "");
    }

    @AfterEach
    void delete() throws IOException {
        FileSystemUtils.deleteRecursively(routes.getParent());
    }

    private static Path misspelt(Path folder) throws IOException {
        Path router = folder.resolve(MISSPELT);
        Files.writeString(router, Files.readString(router).replace("'charge.dispute.created'", "'charge.disputed'"));
        return folder;
    }

    private static Run check(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Run.of(Map.of(), all);
    }

    @Test
    void sarifHasEachRuleAndAResultForEachFinding() throws IOException {
        Run run = check("--sarif", routes.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode log = new ObjectMapper().readTree(run.out());
        assertThat(log.path("version").textValue()).isEqualTo("2.1.0");
        JsonNode driver = log.at("/runs/0/tool/driver");
        assertThat(driver.path("name").textValue()).isEqualTo("tollgate");
        assertThat(driver.path("version").textValue()).matches("\\d+\\.\\d+.*");
        assertThat(driver.path("rules")).hasSize(Rule.values().length);
        String anchors = Page.read("docs/checks.md").text();
        driver.path("rules").forEach(rule -> {
            String id = rule.path("id").textValue();
            assertThat(anchors).contains("\n## " + id + "\n");
            assertThat(rule.at("/help/text").textValue()).contains("docs/checks.md#" + id + " ");
            assertThat(rule.at("/defaultConfiguration/level").textValue()).isIn("error", "warning");
        });

        JsonNode results = log.at("/runs/0/results");
        assertThat(results).hasSizeGreaterThanOrEqualTo(2);
        JsonNode misspelt = result(results, "unknown-event-type");
        assertThat(misspelt.path("level").textValue()).isEqualTo("error");
        assertThat(misspelt.at("/message/text").textValue()).contains("'charge.disputed'");
        assertThat(driver.at("/rules/" + misspelt.path("ruleIndex").intValue() + "/id")
                        .textValue())
                .isEqualTo("unknown-event-type");
        JsonNode place = misspelt.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").textValue())
                .isEqualTo(routes.toString().replace(" ", "%20") + "/" + MISSPELT);
        assertThat(place.at("/region/startLine").intValue()).isEqualTo(63);
        assertThat(place.at("/region/startColumn").intValue()).isEqualTo(33);
        assertThat(result(results, "file-name").path("level").textValue()).isEqualTo("warning");
    }

    private static JsonNode result(JsonNode results, String rule) {
        for (JsonNode result : results) {
            if (result.path("ruleId").textValue().equals(rule)) {
                return result;
            }
        }
        throw new AssertionError("No result of " + rule + " in " + results);
    }

    @Test
    void aFolderThatHasNoMistakeHasNoResult() throws IOException {
        Run run = check("--sarif", "routes");

        assertThat(run.exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).at("/runs/0/results")).isEmpty();
    }

    @Test
    void gitHubGetsAWorkflowCommandForEachFinding() {
        Run run = check("--github", routes.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("::error file=" + routes + "/" + MISSPELT
                                + ",line=63,col=33,title=unknown-event-type::Stripe has no event type"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("::warning file=" + routes + "/refunds.yaml,line=1,col=1,"));
        assertThat(run.out()).contains(" 1 warning\n");
    }

    @Test
    void nothingInAFindingEndsACommandOrBeginsOne() {
        assertThat(GitHubCommands.property("100%, a:b\r\n")).isEqualTo("100%25%2C a%3Ab%0D%0A");
        assertThat(GitHubCommands.message("100%: a, b\n::set-env::\u001b[1m"))
                .isEqualTo("100%25: a, b%0A::set-env::\\u001b[1m");
    }

    @Test
    void aFolderElsewhereHasItsWholePath() throws IOException {
        Path there = misspelt(RoutesFolder.copy(Path.of("routes"), elsewhere.resolve("routes")));

        assertThat(check("--github", there.toString()).out()).contains("::error file=" + there + "/" + MISSPELT + ",");
        assertThat(check("--sarif", there.toString()).out())
                .contains("\"uri\":\"file://" + there + "/" + MISSPELT + "\"");
        assertThat(new GivenFolder(Path.of("./x/../routes")).path("tests/é.test.yaml"))
                .isEqualTo("routes/tests/é.test.yaml");
        assertThat(new GivenFolder(Path.of("routes")).uri("tests/é%.test.yaml"))
                .isEqualTo("routes/tests/%C3%A9%25.test.yaml");
        assertThat(new GivenFolder(elsewhere.resolve("nowhere")).path(".")).isEqualTo(elsewhere + "/nowhere");
    }

    @Test
    void oneFormatAtATime() {
        for (List<String> two :
                List.of(List.of("--json", "--sarif"), List.of("--sarif", "--github"), List.of("--github", "--json"))) {
            Run run = check(two.get(0), two.get(1), "routes");

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("mutually exclusive");
        }
    }

    @Test
    void textAndJsonAreAsBefore() {
        assertThat(check(routes.toString()).out())
                .contains(MISSPELT + ":63:33: error: Stripe has no event type 'charge.disputed'")
                .endsWith("1 error, 1 warning\n");
        assertThat(check("--json", routes.toString()).out())
                .startsWith("{\"errors\":1,\"warnings\":1,\"findings\":[{\"file\":\"refunds.yaml\",\"line\":1,");
    }
}

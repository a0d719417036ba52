package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.docs.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/checks.md has each rule and no other, and its examples are what it says. */
class DocumentedChecksTest {
    private static final Page PAGE = Page.read("docs/checks.md");
    private static final Pattern HEADING = Pattern.compile("^## ([a-z-]+)$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("(bad|good) ([a-z-]+): (?:(?:a|the) )?(.+)");

    @TempDir
    Path folder;

    @Test
    void eachRuleIsListed() {
        List<String> ids = Stream.of(Rule.values()).map(Rule::id).toList();

        assertThat(HEADING.matcher(PAGE.text()).results().map((MatchResult heading) -> heading.group(1)))
                .containsExactlyElementsOf(ids);
        assertThat(PAGE.blocks().keySet().stream().filter(name -> name.startsWith("bad ")))
                .as("an example each, but for the folder that is not there and two of settings, which are in no file")
                .hasSize(ids.size() - 3);
    }

    static Stream<String> examples() {
        // These take a database: ReloadTest and FlowStatementsTest have their bad examples.
        return PAGE.blocks().keySet().stream()
                .filter(name -> !name.startsWith("bad " + Rule.TABLE_FAILED.id())
                        && !name.startsWith("bad " + Rule.INVALID_SQL.id()))
                // These take events: ReloadRehearsalTest has them.
                .filter(name -> !name.contains(Rule.NEWLY_FAILS.id()))
                // And these the command: TestCommandTest has them.
                .filter(name -> !name.contains(Rule.INVALID_TEST.id()) && !name.contains(Rule.UNTESTED_FLOW.id()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theBadExampleHasItsFindingAndTheGoodOneNone(String name) throws Exception {
        var example = EXAMPLE.matcher(name);
        assertThat(example.matches()).as(name).isTrue();
        ExampleFolder routes = new ExampleFolder();
        routes.put(example.group(3), PAGE.block(name));

        List<String> found = routes.check(folder).stream()
                .map(finding -> finding.rule().id())
                .toList();

        assertThat(found).isEqualTo(example.group(1).equals("good") ? List.of() : List.of(example.group(2)));
    }
}

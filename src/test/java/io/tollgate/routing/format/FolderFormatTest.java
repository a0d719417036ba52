package io.tollgate.routing.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.docs.Page;
import io.tollgate.routing.check.Snapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderFormatTest {
    private static final String NAME = "team.camel.yaml";

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

    private Formatted format(String text) throws Exception {
        return format(text.getBytes(StandardCharsets.UTF_8));
    }

    private Formatted format(byte[] text) throws Exception {
        Files.write(folder.resolve(NAME), text);
        return format.of(Snapshot.of(folder)).stream()
                .filter(file -> file.file().equals(NAME))
                .findFirst()
                .orElseThrow();
    }

    /** A route with these steps. */
    private static String route(String steps) {
        return "- route:\n    id: team\n    from:\n      uri: direct\n      parameters:\n        name: team\n      steps:\n"
                + steps.indent(8);
    }

    /** And that it is in the canonical form then. */
    private String canonical(String text) throws Exception {
        Formatted file = format(text);
        assertThat(file.reasons()).isEmpty();
        Formatted again = format(file.text());
        assertThat(again.isChanged()).as(again.text()).isFalse();
        return file.text();
    }

    private String steps(String steps) throws Exception {
        String text = canonical(route(steps));
        String head = route("");
        assertThat(text).startsWith(head);
        return text.substring(head.length()).indent(-8);
    }

    static Stream<Path> files() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String root : List.of("routes", "bench", "src/test/resources")) {
            try (Stream<Path> all = Files.walk(Path.of(root), 4)) {
                all.filter(file -> file.toString().endsWith(".camel.yaml")).forEach(files::add);
            }
        }
        return files.stream().sorted();
    }

    @Test
    void leavesTheShippedFilesAsTheyAre() throws Exception {
        List<Formatted> files = format.of(Snapshot.of(Path.of("routes")));

        assertThat(files).hasSizeGreaterThan(15).allSatisfy(file -> {
            assertThat(file.reasons()).isEmpty();
            assertThat(file.text()).isEqualTo(Files.readString(Path.of("routes").resolve(file.file())));
            assertThat(file.isChanged()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void changesNothingTheSecondTime(Path file) throws Exception {
        canonical(Files.readString(file));
    }

    static Stream<String> documented() {
        return Stream.of("docs/routes.md", "docs/checks.md", "docs/consumers.md")
                .flatMap(page -> Page.read(page).blocks().entrySet().stream()
                        .filter(block -> block.getKey().endsWith(".camel.yaml")
                                && block.getValue().startsWith("- "))
                        .map(Map.Entry::getValue));
    }

    @ParameterizedTest
    @MethodSource("documented")
    void changesNothingTheSecondTimeInWhatThePagesSay(String text) throws Exception {
        Formatted file = format(text);

        if (file.reasons().isEmpty()) {
            canonical(text);
        } else {
            assertThat(file.isChanged()).isFalse();
        }
    }

    static Stream<Arguments> shortForms() {
        return Stream.of(
                Arguments.of("- log: \"text\"", "- log:\n    message: text\n"),
                Arguments.of("- removeHeader: a", "- removeHeader:\n    name: a\n"),
                Arguments.of("- convertBodyTo: String", "- convertBodyTo:\n    type: String\n"),
                Arguments.of("- rollback: gone", "- rollback:\n    message: gone\n"),
                Arguments.of(
                        "- setBody: {simple: 'a ${body}'}",
                        "- setBody:\n    expression:\n      simple:\n        expression: \"a ${body}\"\n"),
                Arguments.of(
                        "- setHeader: {constant: x, name: y, id: z}",
                        "- setHeader:\n    id: z\n    name: y\n    expression:\n      constant:\n        expression: x\n"),
                Arguments.of(
                        "- split: {steps: [{stop: {}}], tokenize: ','}",
                        "- split:\n    expression:\n      tokenize:\n        token: \",\"\n    steps:\n      - stop: {}\n"),
                Arguments.of(
                        "- choice:\n    otherwise: {steps: [{stop: {}}]}\n    when:\n    - steps: [{stop: {}}]\n      jq: .a",
                        "- choice:\n    when:\n      - expression:\n          jq:\n            expression: .a\n        steps:\n"
                                + "          - stop: {}\n    otherwise:\n      steps:\n        - stop: {}\n"),
                Arguments.of(
                        "- doTry: {steps: [{stop: {}}], doCatch: [{exception: [a.B], onWhen: {simple: x}, steps: []}]}",
                        "- doTry:\n    steps:\n      - stop: {}\n    doCatch:\n      - exception:\n          - a.B\n"
                                + "        onWhen:\n          expression:\n            simple:\n              expression: x\n"
                                + "        steps: []\n"),
                Arguments.of(
                        "- unmarshal:\n    json: {}\n    variableReceive: x",
                        "- unmarshal:\n    json: {}\n    variableReceive: x\n"));
    }

    @ParameterizedTest
    @MethodSource("shortForms")
    void writesShortFormsOut(String steps, String canonical) throws Exception {
        assertThat(steps(steps)).isEqualTo(canonical);
    }

    static Stream<Arguments> addresses() {
        return Stream.of(
                Arguments.of("direct:x", "direct", "name: x"),
                Arguments.of(
                        "jms:queue:a?timeToLive=60s&explicitQosEnabled=true",
                        "jms",
                        "destinationType: queue|destinationName: a|timeToLive: 60s|explicitQosEnabled: true"),
                Arguments.of(
                        "jms:queue:{{my.queue}}", "jms", "destinationType: queue|destinationName: \"{{my.queue}}\""),
                Arguments.of(
                        "sql:SELECT 1 WHERE a = :#${body}?noop=true",
                        "sql",
                        "query: \"SELECT 1 WHERE a = :#${body}\"|noop: true"),
                Arguments.of(
                        "http://localhost:80/a?bridgeEndpoint=true",
                        "http",
                        "httpUri: localhost:80/a|bridgeEndpoint: true"),
                // what Camel would not put together in the same way stays
                Arguments.of("jms:queue:x.${body?.[a]}", "\"jms:queue:x.${body?.[a]}\"", ""),
                Arguments.of("jms:queue:{{?my.queue}}", "\"jms:queue:{{?my.queue}}\"", ""),
                Arguments.of("{{my.uri}}", "\"{{my.uri}}\"", ""),
                Arguments.of(
                        "smtp://u@h?password=RAW(a&b%)&username=x", "smtp://u@h?password=RAW(a&b%)&username=x", ""),
                Arguments.of("smtp://h?password=secret", "smtp://h?password=secret", ""),
                Arguments.of("unknown:a?b=c", "unknown:a?b=c", ""));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void writesAddressesWithParametersWhereTheyMeanTheSame(String address, String uri, String parameters)
            throws Exception {
        String lines = parameters.isEmpty()
                ? ""
                : "    parameters:\n" + parameters.replace('|', '\n').indent(6);

        assertThat(steps("- to: {uri: '" + address + "', id: x}"))
                .isEqualTo("- to:\n    id: x\n    uri: " + uri + "\n" + lines);
    }

    @Test
    void addsTheParametersThatAreThereBehindThoseOfTheAddress() throws Exception {
        assertThat(
                        steps(
                                "- to:\n    parameters:\n      noop: true # as it is\n    id: x\n    uri: sql:SELECT 1 # one\n"))
                .isEqualTo("- to:\n    id: x\n    uri: sql # one\n    parameters:\n      query: SELECT 1\n"
                        + "      noop: true # as it is\n");
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("'a'", "a"),
                Arguments.of("\"a: b\"", "\"a: b\""),
                Arguments.of("'a #b'", "\"a #b\""),
                Arguments.of("'- a'", "\"- a\""),
                Arguments.of("\"-a\"", "-a"),
                Arguments.of("' a'", "\" a\""),
                Arguments.of("''", "\"\""),
                Arguments.of("'true'", "\"true\""),
                Arguments.of("true", "true"),
                Arguments.of("'007'", "\"007\""),
                Arguments.of("'1e3'", "\"1e3\""),
                Arguments.of("'12:30'", "\"12:30\""),
                Arguments.of("'yes'", "\"yes\""),
                Arguments.of("'2026-01-01'", "\"2026-01-01\""),
                Arguments.of("'*a'", "\"*a\""),
                Arguments.of("'@a'", "\"@a\""),
                Arguments.of("${body}", "\"${body}\""),
                Arguments.of("'\"a\": \\d'", "'\"a\": \\d'"),
                Arguments.of("\"it's \\\"a\\\": \"", "\"it's \\\"a\\\": \""),
                Arguments.of("\"\\u202Ea\"", "\"\\u202ea\""),
                Arguments.of("\"\\u00e9 😀\"", "é 😀"),
                Arguments.of("\"a\\nb\"", "|-\n      a\n      b"),
                Arguments.of("\"a\\n\\n b\\n\"", "|\n      a\n\n       b"),
                Arguments.of("\"  a\\nb\"", "|2-\n        a\n      b"),
                Arguments.of("\"a\\n\\n\"", "\"a\\n\\n\""),
                Arguments.of("\"a\\tb\\rc\"", "\"a\\tb\\rc\""),
                Arguments.of(
                        "|-\n            a\n              b # c\n            d", "|-\n      a\n        b # c\n      d"),
                Arguments.of(">-\n         a\n         b\n\n         c", ">-\n      a\n      b\n\n      c"),
                Arguments.of("a\n          b", "a b"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void quotesWhatMustBeAndFoldsNothing(String text, String canonical) throws Exception {
        assertThat(steps("- log:\n    message: " + text)).isEqualTo("- log:\n    message: " + canonical + "\n");
    }

    @Test
    void keepsCommentsWhereTheyAre() throws Exception {
        String text = """
                # of the team

                - route:
                    # above the name
                    id: team # the name
                    from:  # where from
                      uri: direct
                      parameters: {name: team} # called so
                      steps:   # these
                      # first
                      - log: "a # b"   # says so
                      # - to: direct:gone


                      # second
                      - choice:
                          # else
                          otherwise: {steps: [{stop: {}}]}
                          # mostly
                          when:
                            # one
                            - simple: "${body}" # if so
                              steps:
                                - log:
                                    message: |- # several
                                      x # no comment
                                # at the end
                                # of them
                  # of the route
                # of all
                """;

        assertThat(canonical(text)).isEqualTo("""
                # of the team

                - route:
                    # above the name
                    id: team # the name
                    from: # where from
                      uri: direct
                      parameters:
                        name: team # called so
                      steps: # these
                        # first
                        - log:
                            message: "a # b" # says so
                        # - to: direct:gone

                        # second
                        - choice:
                            # mostly
                            when:
                              # one
                              - expression:
                                  simple:
                                    expression: "${body}" # if so
                                steps:
                                  - log:
                                      message: "x # no comment" # several
                                  # at the end
                                  # of them
                            # else
                            otherwise:
                              steps:
                                - stop: {}
                  # of the route
                # of all
                """);
    }

    @Test
    void givesIdsThatAreAloneInTheFolderAndTheSameEachTime() throws Exception {
        Files.writeString(folder.resolve("other.camel.yaml"), "- route: {id: &a to-x-team, from: {uri: 'direct:o'}}\n");
        String text =
                "- from:\n    uri: direct:team\n    steps:\n      - to: direct:x\n      - to: direct:x\n      - toD: jms:a.${body}\n"
                        + "      - to: {id: mine, uri: jms:queue:a}\n";

        String canonical = canonical(text);

        assertThat(canonical.lines().map(String::strip).filter(line -> line.contains("id: ")))
                .containsExactly("id: team", "id: to-x-team-2", "id: to-x-team-3", "id: to-jms-team", "id: mine");
        assertThat(format(text).text()).isEqualTo(canonical);
    }

    @Test
    void givesNoIdWhereAPersonHasToNameIt() throws Exception {
        String text = canonical(
                "- from: {uri: 'timer:a', steps: [{to: 'direct:x'}]}\n- from: {uri: 'timer:b', steps: [{log: x}]}\n");
        assertThat(text).doesNotContain("id:");

        Files.writeString(folder.resolve("other.camel.yaml"), "- route: {id: team, from: {uri: 'direct:o'}}\n");
        assertThat(canonical("- from: {uri: 'direct:team', steps: [{to: 'direct:x'}]}\n"))
                .doesNotContain("id:");
    }

    /** Each run of a template would have a step of that id. */
    @Test
    void givesNoIdInsideATemplate() throws Exception {
        assertThat(canonical("- routeTemplate: {id: t, from: {uri: 'timer:a', steps: [{to: 'direct:x'}]}}\n"))
                .containsOnlyOnce("id:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- rest: {path: /x, get: [{path: /a, to: 'direct:a'}]}\n",
                "- routeConfiguration: {id: c, onException: [{onException: {exception: [a.B], handled: {constant: 'true'}}}]}\n",
                "- onException: {exception: [a.B], steps: [{log: x}]}\n- route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}}\n",
                "- templatedRoute: {routeTemplateRef: t, parameters: [{name: a, value: b}]}\n",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{kamelet: log-action}, {to: 'kamelet:x?a=b'}]}}\n",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{multicast: {steps: [{to: 'seda:b?size=3'}]}}]}}\n",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{circuitBreaker: {steps: [{log: x}], onFallback: {steps: [{log: x}]}}}]}}\n",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{setHeaders: {headers: [{name: a, constant: x}]}}]}}\n",
                "- route: {id: a, from: {uri: 'direct:a', steps: [{aggregate: {correlationExpression: {constant: x}, steps: []}}]}}\n",
                "- intercept: {steps: [{log: x}]}\n- interceptFrom: {uri: 'direct*', steps: [{log: x}]}\n",
                "%YAML 1.2\n--- # head\n- route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}}\n...\n",
                "[]\n"
            })
    void whateverElseAFileMayHold(String text) throws Exception {
        assertThat(canonical(text)).isNotEmpty();
    }

    @Test
    void makesNoBeanAndAsksForNoClassOfOne() throws Exception {
        String text =
                "- beans: [{name: x, type: com.example.Nowhere, properties: {b: 'c'}}]\n- beans:\n  - {name: y, type: z.Z}\n"
                        + "- route: {id: a, from: {uri: 'direct:a', steps: [{log: x}]}}\n";

        assertThat(canonical(text)).startsWith("- beans:\n    - name: x\n      type: com.example.Nowhere\n");
    }

    @Test
    void writesLinesAndCharactersAsOthersDo() throws Exception {
        String text = route("- setBody: {constant: é}\n\n# c\n- log: |\n    a\n    b\n");
        String canonical = canonical(text);

        assertThat(canonical("\uFEFF" + text.replace("\n", "\r\n"))).isEqualTo(canonical);
        assertThat(canonical(text.strip())).isEqualTo(canonical);
    }

    static Stream<Arguments> leftAlone() {
        String fallbackFirst = "- circuitBreaker:\n    onFallback: {steps: [{log: b}]}\n    steps: [{log: a}]\n";
        return Stream.of(
                Arguments.of(route("- log: &a x\n- log: *a\n"), ":8:16: left alone: An anchor"),
                Arguments.of(route("- log: !!str x\n"), ":8:16: left alone: A tag"),
                Arguments.of(route(fallbackFirst), "routes[0].outputs[0].onFallback.outputs otherwise"),
                Arguments.of("- route:\n\tid: x\n", ":2:1: error: "),
                Arguments.of("- route:\n    id: a\n    id: b\n", ":3:5: error: 'id' stands twice"),
                Arguments.of(route("- lgo: x\n"), ":8:11: error: Unknown node id: lgo, did you mean 'log'?"),
                Arguments.of("", ":1:1: error: The file is empty"),
                Arguments.of("# nothing yet\n", ":1:1: error: The file is empty"),
                Arguments.of("route: {}\n", ":1:1: error: A file is a list"),
                Arguments.of("- route: {}\n---\n- route: {}\n", ":2:1: error: This is no YAML: "),
                Arguments.of("- {[a]: b}\n", "error: "));
    }

    @ParameterizedTest
    @MethodSource("leftAlone")
    void leavesAFileAloneAndSaysWhy(String text, String reason) throws Exception {
        Formatted file = format(text);

        assertThat(file.isChanged()).isFalse();
        assertThat(file.reasons())
                .singleElement()
                .asString()
                .startsWith(NAME + ":")
                .contains(reason);
    }

    @Test
    void leavesAFileAloneThatIsNotUtf8() throws Exception {
        assertThat(format(new byte[] {'#', (byte) 0xe9}).reasons())
                .containsExactly(NAME + ":1:1: left alone: This is not UTF-8; save it as such");
    }
}

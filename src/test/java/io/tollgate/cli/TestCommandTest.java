package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tollgate.docs.Page;
import io.tollgate.support.RoutesFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Element;

class TestCommandTest {
    private static final String FLOW = """
            - route:
                id: credit-note-created
                description: A row that the last event wins, a queue, and behind it a call and a second queue
                from:
                  id: from-router
                  uri: direct
                  parameters:
                    name: credit-note-created
                  steps:
                    - to:
                        id: to-note
                        uri: sql
                        parameters:
                          noop: true
                          query: >-
                            INSERT INTO stripe.note (id, amount)
                            VALUES (CAST(:#${variable.event[data][object][id]} AS text),
                            CAST(:#${variable.event[data][object][amount]} AS bigint))
                            ON CONFLICT (id) DO UPDATE SET amount = stripe.note.amount + excluded.amount
                    - to:
                        id: to-notes
                        uri: jms
                        parameters:
                          destinationType: queue
                          destinationName: notes
            - route:
                id: credit-note-voided
                description: Writes a row each time
                from:
                  id: from-router-voided
                  uri: direct
                  parameters:
                    name: credit-note-voided
                  steps:
                    - to:
                        id: to-log
                        uri: sql
                        parameters:
                          noop: true
                          query: INSERT INTO stripe.note_log (id) VALUES (CAST(:#${variable.event[data][object][id]} AS text))
            - route:
                id: notes
                description: Tells the ledger
                from:
                  id: from-notes
                  uri: jms
                  parameters:
                    destinationType: queue
                    destinationName: notes
                  steps:
                    - to:
                        id: call-ledger
                        uri: http
                        parameters:
                          httpUri: ledger.invalid/notes
                    - to:
                        id: to-told
                        uri: jms
                        parameters:
                          destinationType: queue
                          destinationName: told
            """;
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS stripe.note (id text PRIMARY KEY, amount bigint NOT NULL CHECK (amount < 2000));"
                    + " CREATE TABLE IF NOT EXISTS stripe.note_log (id text);";

    @TempDir
    private Path directory;

    private Path routes;

    @BeforeEach
    void flow() throws Exception {
        routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        try (var tests = Files.list(routes.resolve("tests"))) {
            for (Path test : tests.toList()) {
                Files.delete(test);
            }
        }
        Files.writeString(routes.resolve("credit-note-created.camel.yaml"), FLOW);
        Files.writeString(routes.resolve("tables/R__note.sql"), TABLE);
    }

    private Run run(String... more) {
        List<String> all = new ArrayList<>(List.of("test", routes.toString(), "--tollgate.data=" + directory));
        all.addAll(List.of(more));
        return Run.of(Map.of(), settings -> {}, all.toArray(String[]::new));
    }

    private void test(String file, String yaml) throws Exception {
        Files.writeString(routes.resolve("tests").resolve(file), yaml);
    }

    /** A test each, which expects this of one event; its name is what it has to say. */
    private static String tests(Map<String, String> expectations) {
        return expectations.entrySet().stream()
                .map(each -> "- name: |-\n" + each.getKey().indent(4) + "  event: {type: credit_note.created, data:"
                        + " {object: {id: cn_1, amount: 700}}}\n  expect:\n"
                        + each.getValue().indent(4))
                .collect(Collectors.joining());
    }

    @Test
    void eachKindOfExpectationSaysWhatIsNotAsExpected() throws Exception {
        Map<String, String> failing = Map.ofEntries(
                Map.entry("nothing goes to jms:queue:other; something goes to jms:queue:notes", "- queue: other"),
                Map.entry("nothing goes to jms:topic:notes", "- topic: notes"),
                Map.entry("1 go to jms:queue:notes, not 2", "- {queue: notes, times: 2}"),
                Map.entry("jms:queue:notes: body is \"{", "- {queue: notes, body: hello}"),
                Map.entry(
                        "body.data.object.amount is 700, not 701",
                        "- {queue: notes, body: {has: {data: {object: {amount: 701}}}}}"),
                Map.entry(
                        "body.data.object.x is not there, and 1 is expected",
                        "- {queue: notes, body: {has: {data: {object: {x: 1}}}}}"),
                Map.entry(
                        "body.livemode is false, and nothing is expected there",
                        "- {queue: notes, body: {is: {id: evt_test}}}"),
                Map.entry(
                        "$.data.object.id is \"cn_1\", not \"cn_2\"",
                        "- {queue: notes, body: {paths: {$.data.object.id: cn_2}}}"),
                Map.entry(
                        "stripeEventId is 'evt_test', not 'evt_2'",
                        "- {queue: notes, properties: {stripeEventId: evt_2}}"),
                Map.entry("team is not there, and a is expected", "- {queue: notes, properties: {team: a}}"),
                Map.entry("nothing goes to mail:finance@example.com", "- mail: finance@example.com"),
                Map.entry(
                        "nothing goes to PUT http://ledger.invalid/notes; something goes to jms:queue:notes, POST http://ledger.invalid/notes",
                        "- call: PUT http://ledger.invalid/notes"),
                Map.entry("nothing goes to kafka:*", "- to: kafka:*"),
                Map.entry(
                        "no row of stripe.other with {} is new, another one or gone; these are: stripe.note [\"cn_1\"]",
                        "- row: stripe.other"),
                Map.entry(
                        "stripe.note.amount is 700, not 5",
                        "- {row: stripe.note, key: {id: cn_1}, columns: {amount: 5}}"),
                Map.entry("the row of stripe.note with {} is still there", "- {row: stripe.note, gone: true}"),
                Map.entry(
                        "something goes to jms:queue:told, from step to-told at credit-note-created.camel.yaml:56",
                        "- nothing"),
                Map.entry("row [\"cn_1\"] of stripe.note is new", "- queue: notes\n- nothing else"),
                Map.entry("no step fails, and to-note is expected to", "- fails: to-note"),
                Map.entry(
                        "the event once more changes row [\"cn_1\"] of stripe.note: stripe.note.amount is 1400, not 700",
                        "- duplicate changes nothing"),
                Map.entry(
                        "an older event changes row [\"cn_1\"] of stripe.note", "- older event second changes nothing"),
                Map.entry(
                        "when to-told fails, POST http://ledger.invalid/notes has been done already",
                        "- if to-told fails nothing is left"),
                Map.entry("the event does not come to a step nowhere", "- if nowhere fails nothing is left"));
        test("failing.test.yaml", tests(failing));
        test("log.test.yaml", """
                - name: Once more is once too often
                  event: {type: credit_note.voided, data: {object: {id: cn_1}}}
                  expect:
                    - duplicate changes nothing
                """);
        test("passing.test.yaml", """
                - name: All of it
                  event: {type: credit_note.created, data: {object: {id: cn_1, amount: 700}}}
                  given:
                    answers:
                      - {url: "http://ledger.invalid/*", status: 201, body: {entry: 7}}
                    rows:
                      stripe.note:
                        - {id: cn_1, amount: 100}
                        - {id: cn_2, amount: 100}
                  expect:
                    - {queue: notes, times: 1, body: as it came, properties: {stripeEventId: evt_test}}
                    - {call: POST http://ledger.invalid/notes, body: {has: {id: evt_test}}}
                    - {queue: told, body: {is: {entry: 7}}}
                    - {row: stripe.note, key: {id: cn_1}, columns: {amount: 800}}
                    - nothing else
                    - if to-notes fails nothing is left
                    - if call-ledger fails nothing is left
                - name: Too much
                  event: credit-note.json
                  expect:
                    - {fails: to-note, message: note_amount_check}
                    - nothing
                - name: The ledger refuses
                  event: {type: credit_note.created, data: {object: {id: cn_1, amount: 700}}}
                  given: {answers: [{status: 409}]}
                  expect:
                    - {fails: call-ledger, message: "409"}
                    - queue: notes
                """);
        test(
                "credit-note.json",
                "{\"id\":\"evt_1\",\"type\":\"credit_note.created\",\"data\":{\"object\":{\"id\":\"cn_1\",\"amount\":5000}}}");

        Run run = run("--junit", directory.resolve("out/junit.xml").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        String out = run.out();
        assertThat(out)
                .contains(
                        "ok    All of it (passing.test.yaml:1)",
                        "ok    Too much (passing.test.yaml:18)",
                        "ok    The ledger refuses (passing.test.yaml:23)",
                        "the event once more changes row [] of stripe.note_log: it is new",
                        failing.size() + 4 + " tests, " + (failing.size() + 1) + " fail, in");
        failing.keySet()
                .forEach(name -> assertThat(differences(out, name)).as(out).contains(name));
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("out/junit.xml").toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("failures")).isEqualTo(String.valueOf(failing.size() + 1));
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(failing.size() + 4);
    }

    /** The lines below a test. */
    private static String differences(String out, String name) {
        String title = "FAIL  " + name + " (";
        assertThat(out).contains(title);
        String rest = out.substring(out.indexOf(title) + title.length());
        return rest.substring(rest.indexOf('\n')).split("\n(FAIL|ok) ", 2)[0];
    }

    @Test
    void whatIsNoTestIsNamedWithItsLine() throws Exception {
        assertThat(run().err()).contains("There is no test in");
        Map<String, String> wrong = Map.of(
                "a: 1", "wrong.test.yaml:1: A file of tests is a list",
                "- name: x\n  evnet: y", "wrong.test.yaml:2: There is no evnet here, did you mean event?",
                "- event: y\n  expect: [nothing]", "wrong.test.yaml:1: A test has a name",
                "- name: x\n  event: y", "wrong.test.yaml:1: A test has a list of what it expects",
                "- name: x\n  event: y\n  expect:\n    - nothign",
                        "wrong.test.yaml:4: 'nothign' is nothing that can be expected",
                "- name: x\n  event: y\n  expect:\n    - {queue: a, bdy: b}",
                        "wrong.test.yaml:4: There is no bdy here, did you mean body?",
                "- name: [", "wrong.test.yaml:1: This is no YAML");
        String begin = "- name: x\n  event: y\n  expect:\n    - ";
        for (String vacuous : List.of(
                "{queue: a, times: 0}",
                "{queue: a, times: two}",
                "{row: a, gone: yes}",
                "{row: a, gone: true, columns: {x: 1}}",
                "{queue: a, body: {}}",
                "{queue: a, body: {paths: $.id}}",
                "{mail: a, text: {a: b}}")) {
            test("wrong.test.yaml", begin + vacuous);
            assertThat(run().err()).as(vacuous).contains("tests/wrong.test.yaml:4: ");
        }
        test("wrong.test.yaml", "- name: x\n  event: y\n  given: {answers: {status: 500}}\n  expect: [nothing]");
        assertThat(run().err()).contains("tests/wrong.test.yaml:3: answers is a list");
        test("wrong.test.yaml", "- name: x\n  event: y\n  expect: [nothing]");
        test("a.test.yml", "");
        assertThat(run().err()).contains("tests/a.test.yml:1: No test in this file is run");
        Files.delete(routes.resolve("tests/a.test.yml"));
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            test("wrong.test.yaml", each.getKey());
            Run run = run();
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("tests/" + each.getValue());
        }
        test("wrong.test.yaml", Page.read("docs/checks.md").block("bad invalid-test: tests/refunds.test.yaml"));
        assertThat(check()).contains("tests/wrong.test.yaml:3:1: warning: There is no expects here", "[invalid-test]");
    }

    private String check(String... more) {
        List<String> all = new ArrayList<>(List.of("check", routes.toString()));
        all.addAll(List.of(more));
        return Run.of(Map.of(), settings -> {}, all.toArray(String[]::new)).out();
    }

    @Test
    void theCheckNamesFlowsWithoutATest() throws Exception {
        test("refunds.test.yaml", Page.read("docs/checks.md").block("bad untested-flow: tests/refunds.test.yaml"));
        assertThat(check())
                .contains(
                        "credit-note-created.camel.yaml:1:1: warning: No test has an event for the flow credit-note-created")
                .doesNotContain("flow charge-refunded,");
        test("credit-notes.test.yaml", tests(Map.of("x", "- nothing")));
        assertThat(check()).doesNotContain("the flow credit-note-created");
        assertThat(check("--tollgate.check.untested=false")).doesNotContain("untested-flow");
    }

    @Test
    void aTableThatCannotBeMadeIsNamed() throws Exception {
        test("credit-notes.test.yaml", tests(Map.of("x", "- nothing")));
        Files.writeString(routes.resolve("tables/R__note.sql"), "CREATE TABL x;");

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("tables/R__note.sql:1:1", "no test was run");
    }

    @Test
    void theDocumentedFlowPassesItsDocumentedTests() throws Exception {
        Page page = Page.read("docs/routes.md");
        for (String file : List.of(
                "credit-note-created.camel.yaml",
                "tables/R__credit_note.sql",
                "templates/credit-note-created.mustache",
                "tests/credit-notes.test.yaml")) {
            Files.writeString(routes.resolve(file), page.block("routes/" + file));
        }

        Run run = run();

        assertThat(run.out()).contains("2 tests, none fails");
    }

    @Test
    void theSchemaKnowsWhatTheCommandKnows() throws Exception {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/flow-test.schema.json")));
        List<String> good =
                new ArrayList<>(List.of(Page.read("docs/routes.md").block("routes/tests/credit-notes.test.yaml")));
        try (var shipped = Files.list(Path.of("routes/tests"))) {
            for (Path file :
                    shipped.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                good.add(Files.readString(file));
            }
        }
        good.add(
                tests(
                        Map.of(
                                "x",
                                "- {to: kafka:*, headers: {a: 1}}\n- {fails: to-note, message: x}\n- {row: stripe.note, gone: true}\n"
                                        + "- if to-note fails nothing is left\n- {call: GET http://x, body: {paths: {$.a: 1}}, times: 2}\n- {topic: t}")));

        good.forEach(yaml -> assertThat(schema.validate(json(yaml))).as(yaml).isEmpty());
        for (String bad : List.of("- nothign", "- {queue: a, bdy: b}", "- {quue: a}", "- {row: a, key: 1}")) {
            assertThat(schema.validate(json(tests(Map.of("x", bad))))).as(bad).isNotEmpty();
        }
    }

    private static JsonNode json(String yaml) {
        return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** And each flow has one: docs/routes.md promises that they are run with the build. */
    @Test
    void theShippedTestsPass() throws Exception {
        Run run = Run.of(Map.of(), settings -> {}, "test", "routes", "--json", "--tollgate.data=" + directory);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("tests").size()).isGreaterThan(25);
        assertThat(Run.of(Map.of(), settings -> {}, "check", "routes").out()).endsWith("no errors, no warnings\n");
    }
}

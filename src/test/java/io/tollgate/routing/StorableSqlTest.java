package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.support.RoutesFolder;
import io.tollgate.text.Storable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What no database stores, in the texts and the keys of an event: no flow fails for it. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorableSqlTest {
    private static final String ROUTER = """
            - route:
                id: router
                description: Takes each event to its step
                from:
                  uri: direct:router
                  steps:
                    - unmarshal: {id: read, variableReceive: event, json: {}}
                    - to: {id: to-flow, uri: direct:flow}
            - route:
                id: flow
                description: The steps
                from:
                  uri: direct:flow
                  steps:
            """;

    /** As JSON's text: NUL, both halves alone and in the wrong order, in a value and in a key, and what only looks like it. */
    private static final String OBJECT =
            "{\"id\":\"cus_1\",\"name\":\"a\\u0000b \\ud83d\\ud83d\\ude00 \\uDE00\\uD83D\",\"path\":\"C:\\\\u0000\","
                    + "\"metadata\":{\"k\\u0000\\ud800\":\"v\"}}";

    private static final String NAME = "a\uFFFDb \uFFFD\uD83D\uDE00 \uFFFD\uFFFD";
    private static final String KEY = "k\uFFFD\uFFFD";

    private Path directory;
    private Flows flows;
    private int events;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        flows = new Flows(directory.resolve("broker"), Map.of());
        flows.jdbc.execute("""
                CREATE EXTENSION IF NOT EXISTS hstore;
                CREATE DOMAIN document AS jsonb CHECK (VALUE IS NOT NULL);
                CREATE DOMAIN paper AS document;
                CREATE FUNCTION parsed(t text) RETURNS jsonb LANGUAGE plpgsql AS 'BEGIN RETURN t::jsonb; END';
                CREATE TABLE kept (raw text, document jsonb, list text[], pairs hstore);
                CREATE TABLE parsing (raw text, document jsonb GENERATED ALWAYS AS (CAST(raw AS jsonb)) STORED)""");
    }

    @BeforeEach
    void empty() {
        flows.jdbc.execute("DELETE FROM kept; DELETE FROM parsing");
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    /** Its steps are a route of their own, as in the shipped folder. */
    private void load(String steps) throws Exception {
        flows.load(RoutesFolder.of(directory.resolve("routes-" + ++events), ROUTER + steps.indent(8)));
    }

    private static String sql(String query) {
        return "- to:\n    id: to-kept\n    uri: sql\n    parameters:\n      noop: true\n      query: |-\n"
                + query.indent(8);
    }

    private VerifiedEvent event(String object) {
        return Flows.event("evt_" + ++events, "customer.updated", object);
    }

    private <T> T kept(String expression, Class<T> type) {
        return flows.jdbc.queryForObject("SELECT " + expression + " FROM kept", type);
    }

    /** Else what a flow has written would stay while its event fails and is tried again. */
    @Test
    void whatTheMessageBringsEndsNoTransaction() throws Exception {
        load("""
                - setHeader:
                    id: query
                    name: CamelSqlQuery
                    expression:
                      constant:
                        expression: "INSERT INTO kept (raw) VALUES ('stays'); COMMIT"
                """ + sql("SELECT 1"));

        assertThatThrownBy(() -> flows.route(event(OBJECT))).hasStackTraceContaining("COMMIT has no place in a flow");

        assertThat(kept("count(*)", Integer.class)).isZero();
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                        "INSERT INTO kept (document) VALUES (CAST(:#${body} AS jsonb))",
                        "INSERT INTO kept (document) VALUES (:#${body}::jsonb)",
                        "INSERT INTO kept (document) VALUES (CAST(CAST(:#${body} AS json) AS jsonb))",
                        "INSERT INTO kept (document) VALUES (CAST(:#${body} AS document))",
                        "INSERT INTO kept (document) VALUES (CAST(:#${body} AS paper))",
                        "INSERT INTO kept (document) VALUES (CAST(CAST(:#${body} AS text) AS jsonb))",
                        "INSERT INTO kept (document) VALUES (parsed(:#${body}))",
                        "INSERT INTO kept (raw, document) VALUES (CAST(:#${variable.event[id]} AS text), CAST(:#${body} AS jsonb))",
                        "INSERT INTO kept (document) SELECT jsonb_strip_nulls(:#${body}::jsonb) WHERE CAST(:#${variable.event[data][object][name]} AS text) <> ''")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void anEventIsStoredAsJson(String statement, CapturedOutput output) throws Exception {
        load(sql(statement));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        assertThat(kept("document #>> '{data,object,name}'", String.class)).isEqualTo(NAME);
        assertThat(kept("document #>> '{data,object,path}'", String.class)).isEqualTo("C:\\u0000");
        assertThat(kept("(SELECT jsonb_object_keys(document #> '{data,object,metadata}'))", String.class))
                .isEqualTo(KEY);
        assertSaidOnce(event, output);
    }

    private static void assertSaidOnce(VerifiedEvent event, CapturedOutput output) {
        assertThat(output.getAll().lines().filter(line -> line.contains("U+FFFD")))
                .singleElement()
                .asString()
                .contains("WARN", event.id() + " customer.updated", "step to-kept", "route flow")
                .doesNotContain("cus_1", "a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAST(:#${variable.event[data][object][name]} AS text)",
                "upper(:#${variable.event[data][object][name]})",
                ":#name"
            })
    void aTextIsStored(String parameter, CapturedOutput output) throws Exception {
        load("""
                - setHeader: {id: set-name, name: name, simple: {expression: "${variable.event[data][object][name]}"}}
                """ + sql("INSERT INTO kept (raw) VALUES (" + parameter + ")"));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        assertThat(kept("lower(raw)", String.class)).isEqualTo(NAME);
        assertSaidOnce(event, output);
    }

    /** The text of an event is what consumers get; nobody mends it for a column that can hold it. */
    @Test
    void aTextWithEscapesStaysAsItIsBesideAJson(CapturedOutput output) throws Exception {
        load(sql("INSERT INTO kept (raw, document) VALUES (CAST(:#${body} AS text), CAST(:#${body} AS jsonb))"));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        assertThat(kept("raw", String.class))
                .isEqualTo(new String(event.payload(), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(kept("document #>> '{data,object,name}'", String.class)).isEqualTo(NAME);
        assertSaidOnce(event, output);
    }

    @Test
    void aTextWithEscapesAloneIsNotSpokenOf(CapturedOutput output) throws Exception {
        load(sql("INSERT INTO kept (raw) VALUES (CAST(:#${body} AS text))"));

        flows.route(event(OBJECT));

        assertThat(kept("raw", String.class)).contains("\\u0000");
        assertThat(flows.jdbc.queryForObject("SELECT count(*) FROM kept", Integer.class))
                .as("tried out, and stored once")
                .isEqualTo(1);
        assertThat(output.getAll()).doesNotContain("U+FFFD");
    }

    @Test
    void whatATableMakesOfATextIsStored(CapturedOutput output) throws Exception {
        load(sql("INSERT INTO parsing (raw) VALUES (CAST(:#${body} AS text))"));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        assertThat(flows.jdbc.queryForObject("SELECT document #>> '{data,object,name}' FROM parsing", String.class))
                .isEqualTo(NAME);
        assertSaidOnce(event, output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAST(:#document AS jsonb)", "parsed(:#document)"})
    void listsMapsAndBatchesAreStored(String document, CapturedOutput output) throws Exception {
        flows.bean("asArray", (org.apache.camel.Processor) exchange -> {
            Map<?, ?> event = exchange.getVariable("event", Map.class);
            Map<?, ?> object = (Map<?, ?>) ((Map<?, ?>) event.get("data")).get("object");
            exchange.setVariable("array", new String[] {(String) object.get("name"), "b"});
            exchange.setVariable("several", List.of("x", object.get("name")));
            exchange.getMessage()
                    .setBody(List.of(
                            Map.of("raw", object.get("name"), "document", "{\"a\":\"\\u0000\"}"),
                            Map.of("raw", "clean", "document", "{\"a\":\"\\ud83d\"}"),
                            Map.of("raw", "\0", "document", "{\"\\u0000\":\"\0\"}".replace("\0", ""))));
        });
        load("- process: {id: as-array, ref: asArray}\n"
                + sql(
                        "INSERT INTO kept (raw, list, pairs) SELECT 'n' || count(*), CAST(:#${variable.array} AS text[]), :#${variable.event[data][object][metadata]}"
                                + " FROM unnest(ARRAY['x', '" + NAME + "']) AS t WHERE t IN (:#in:several)")
                + sql("INSERT INTO kept (raw, document) VALUES (CAST(:#raw AS text), " + document + ")")
                        .replace("noop: true", "batch: true")
                        .replace("to-kept", "to-batch"));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        Map<String, Object> row = flows.jdbc.queryForMap(
                "SELECT raw, list[1] AS one, akeys(pairs) AS keys FROM kept WHERE list IS NOT NULL");
        assertThat(row.get("raw")).isEqualTo("n2");
        assertThat(row.get("one")).isEqualTo(NAME);
        assertThat(row.get("keys").toString()).contains(KEY);
        assertThat(flows.jdbc.queryForList(
                        "SELECT raw || document FROM kept WHERE list IS NULL ORDER BY raw COLLATE \"C\"", String.class))
                .containsExactly(NAME + "{\"a\": \"\uFFFD\"}", "clean{\"a\": \"\uFFFD\"}", "\uFFFD{\"\uFFFD\": \"\"}");
        assertSaidOnce(event, output);
    }

    /** Text that a flow puts into the statement itself. */
    @Test
    void aStatementThatAMessageHasIsStored(CapturedOutput output) throws Exception {
        load("""
                - setBody:
                    id: set-statement
                    simple: {expression: "INSERT INTO kept (raw) VALUES ('${variable.event[data][object][name]}')"}
                - to: {id: to-kept, uri: "sql:from the body?useMessageBodyForSql=true"}
                """);
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        assertThat(kept("raw", String.class)).isEqualTo(NAME);
        assertSaidOnce(event, output);
    }

    @Test
    void whatIsMarshalledIsStored(CapturedOutput output) throws Exception {
        load("""
                - setBody: {id: take-object, simple: {expression: "${variable.event[data][object]}"}}
                - marshal: {id: as-json, json: {}}
                - convertBodyTo: {id: as-text, type: String}
                """ + sql("INSERT INTO kept (document) VALUES (CAST(:#${body} AS jsonb))"));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        assertThat(kept("document->>'name'", String.class)).isEqualTo(NAME);
        assertThat(kept("(SELECT jsonb_object_keys(document->'metadata'))", String.class))
                .isEqualTo(KEY);
        assertSaidOnce(event, output);
    }

    /** A message says what Stripe has said: nothing of it gets lost where nothing has to. */
    @Test
    void whatIsMarshalledForAQueueIsWhatStripeHasSent() throws Exception {
        load("""
                - setBody: {id: take-object, simple: {expression: "${variable.event[data][object]}"}}
                - marshal: {id: as-json, json: {}}
                - to: {id: to-queue, uri: jms:queue:marshalled}
                """);

        flows.route(event(OBJECT));

        String text = ((jakarta.jms.TextMessage) flows.drain("marshalled").get(0)).getText();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(text)).isEqualTo(json.readTree(OBJECT));
        assertThat(Storable.text(text)).isSameAs(text).contains("\\ud800");
    }

    @Test
    void aFlowBehindAQueueStoresIt(CapturedOutput output) throws Exception {
        flows.load(RoutesFolder.of(
                directory.resolve("routes-queue"),
                """
                - route:
                    id: from-router
                    description: Takes each event to the queue
                    from:
                      uri: direct:router
                      steps:
                        - to: {id: to-queue, uri: jms:queue:to.be.stored}
                - route:
                    id: flow
                    description: Stores it
                    from:
                      uri: jms:queue:to.be.stored
                      steps:
                        - unmarshal: {id: read, variableReceive: event, json: {}}
                """
                        + sql("INSERT INTO kept (raw, document) VALUES (CAST(:#${variable.event[data][object][name]} AS text), CAST(:#${body} AS jsonb))")
                                .indent(8)
                        + sql("UPDATE kept SET list = ARRAY[raw] WHERE document = parsed(:#${body})")
                                .replace("to-kept", "again")
                                .indent(8)));
        VerifiedEvent event = event(OBJECT);

        flows.route(event);

        await().untilAsserted(() -> assertThat(flows.jdbc.queryForList(
                        "SELECT raw || (document #>> '{data,object,name}') || list[1] FROM kept", String.class))
                .containsExactly(NAME + NAME + NAME));
        assertSaidOnce(event, output);
    }

    @Test
    void theQueueThatAMessageNamesIsNotedInCharactersThatCanBeStored() throws Exception {
        load("- toD: {id: to-any, uri: 'jms:queue:of.${variable.event[data][object][name]}'}\n");

        List<String> destinations = flows.route(event("{\"name\":\"a\\u0000\\n\\ud83d\"}"));

        assertThat(destinations).containsExactly("jms:queue:of.a\\u0000\\n\\ud83d");
    }

    @Test
    void whatFailsForAnotherReasonFailsWithIt() throws Exception {
        load(
                sql(
                        "INSERT INTO kept (raw, list) VALUES (CAST(:#${body} AS text), CAST(CAST(:#${variable.event[id]} AS text) AS text[]))"));

        assertThatThrownBy(() -> flows.route(event(OBJECT)))
                .rootCause()
                .hasMessageContaining("malformed array literal");
    }

    @Test
    void textsOfAnyKindAreStoredAsTheyWouldBeMended() throws Exception {
        load(
                sql(
                        "INSERT INTO kept (raw, document) VALUES (CAST(:#${variable.event[data][object][name]} AS text), CAST(:#${body} AS jsonb))"));
        String[] parts = {
            "a", "\\\\", "\\u0000", "\\uD83D", "\\ude00", "\uD83D\uDE00", "\\\"", "u0000", "\\u00e9", "\\/"
        };
        ObjectMapper json = new ObjectMapper();
        Random random = new Random(18);
        for (int i = 0; i < 300; i++) {
            String inside = IntStream.range(0, random.nextInt(8))
                    .mapToObj(n -> parts[random.nextInt(parts.length)])
                    .reduce("", String::concat);
            empty();

            flows.route(event("{\"name\":\"" + inside + "\",\"" + inside + "\":1}"));

            String stored = Storable.text(json.readValue("\"" + inside + "\"", String.class));
            assertThat(kept("raw", String.class)).as(inside).isEqualTo(stored);
            assertThat(kept("document #>> '{data,object,name}'", String.class))
                    .as(inside)
                    .isEqualTo(stored);
            assertThat(flows.jdbc.queryForList(
                            "SELECT jsonb_object_keys(document #> '{data,object}') FROM kept", String.class))
                    .as(inside)
                    .contains(stored);
        }
    }
}

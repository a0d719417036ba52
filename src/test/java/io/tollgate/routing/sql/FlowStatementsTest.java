package io.tollgate.routing.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.docs.Page;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the database says of the statements of flows, before an event comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlowStatementsTest {
    private static final String FLOW = """
            - route:
                id: charge-refunded
                description: Keeps refunds
                from:
                  uri: direct:charge-refunded
                  steps:
            """;

    private static final String QUEUE_FLOW = """
            - beans:
                - {name: other, type: org.postgresql.ds.PGSimpleDataSource}
            - route:
                id: team
                description: Takes messages of a queue
                from:
                  uri: jms:queue:stripe.refunds?transacted=true
                  steps:
            """;

    @TempDir
    Path folder;

    private final HikariDataSource dataSource = TestDatabase.open(TestDatabase.newDatabase());
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);

    @BeforeAll
    void tableOfOthers() {
        jdbc.execute("""
                CREATE SCHEMA accounting;
                CREATE TABLE accounting.entry (id text, at timestamptz);
                DO $$ BEGIN CREATE ROLE tollgate_flows; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT USAGE ON SCHEMA accounting TO tollgate_flows;
                GRANT INSERT ON accounting.entry TO tollgate_flows;
                """);
    }

    @AfterAll
    void close() {
        dataSource.close();
    }

    private List<Finding> check(String flow, String... tables) throws Exception {
        Files.writeString(folder.resolve("router.camel.yaml"), """
                - route:
                    id: router
                    description: Takes each event to its flow
                    from:
                      uri: direct:router
                      steps:
                        - to: {id: to-charge-refunded, uri: direct:charge-refunded}
                """);
        Files.writeString(folder.resolve("charge-refunded.camel.yaml"), flow);
        Path file = Files.createDirectories(folder.resolve("tables")).resolve("R__refund.sql");
        Files.writeString(
                file,
                "CREATE TABLE IF NOT EXISTS refund (charge text PRIMARY KEY, amount bigint, data jsonb);\n"
                        + String.join(";\n", tables));
        return OfflineRoutes.check(folder, new String[0], dataSource).findings().stream()
                .filter(Finding::isError)
                .toList();
    }

    private static String step(String statement) {
        return "- to:\n    id: to-refund\n    uri: sql\n    parameters:\n      noop: true\n      query: |-\n"
                + statement.indent(8);
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(
                        "INSERT INTO stripe.refund (amout) VALUES (:#${variable.event[amount]})",
                        "column \"amout\" of relation"),
                Arguments.of("INSERT INTO stripe.refund (charge)\nVALUES (:id)", "a parameter is written :#name"),
                Arguments.of("INSERT INTO stripe.refunds (charge) VALUES (:#id)", "\"stripe.refunds\" does not exist"),
                Arguments.of(
                        "UPDATE refund SET amount = 1",
                        "\"refund\" does not exist (a table of stripe is written with its schema)"),
                Arguments.of("UPDATE stripe.refund SET chrge = 'x'", "\"chrge\""),
                Arguments.of("SELEC 1", "syntax error at or near \"SELEC\""),
                Arguments.of("INSERT INTO stripe.refund (charge, amount) VALUES (:#id)", "more target columns"),
                Arguments.of("SELECT no_such(:#id)", "no_such"),
                Arguments.of(
                        "SELECT charge FROM stripe.refund WHERE amount = '${variable.event[amount]}'",
                        "invalid input syntax"),
                Arguments.of("INSERT INTO stripe.refund (charge) VALUES (':#id')", "0 parameters, and 1 names"),
                Arguments.of(
                        "INSERT INTO stripe.refund (charge, amount) VALUES (:#id, #)", "2 parameters, and 1 names"),
                Arguments.of("INSERT INTO stripe.refund (charge) VALUES ($1)", "write :#name"),
                Arguments.of("INSERT INTO stripe.refund (charge, amount) VALUES (:#id, :#${body)", "add the }"),
                Arguments.of("INSERT INTO stripe.refund (charge) VALUES (:#id); DELETE FROM nowhere", "nowhere"),
                Arguments.of("DELETE FROM stripe.refund WHERE :#id IS NULL", "CAST(:#name AS text)"),
                Arguments.of("RESET ROLE", "RESET ROLE has no place"),
                Arguments.of("SELECT 1; set local  role postgres", "SET LOCAL  ROLE"),
                Arguments.of("SET \"role\" = 'postgres'", "has no place"),
                Arguments.of("SET SESSION AUTHORIZATION postgres", "has no place"),
                Arguments.of("SELECT set_config('role', 'postgres', true)", "set_config"),
                Arguments.of("DISCARD ALL", "DISCARD"),
                Arguments.of("COMMIT", "COMMIT"),
                Arguments.of("SELECT charge -- and no more\nFROM stripe.refund WHERE charge = '--'", "write /* … */"),
                Arguments.of("ROLLBACK TO SAVEPOINT event", "ROLLBACK"),
                Arguments.of("SET TRANSACTION READ ONLY", "SET TRANSACTION"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String statement, String words) throws Exception {
        assertThat(check(FLOW + step(statement).indent(8))).singleElement().satisfies(finding -> {
            assertThat(finding.toString())
                    .startsWith("charge-refunded.camel.yaml:12:22: error: ")
                    .endsWith("[invalid-sql]")
                    .contains(words);
        });
    }

    static List<String> sound() {
        return List.of(
                "INSERT INTO stripe.refund AS known (charge, amount) VALUES (CAST(:#${variable.event[id]} AS text), :#amount)\n"
                        + "ON CONFLICT (charge) DO UPDATE SET amount = excluded.amount WHERE known.amount IS NULL",
                "MERGE INTO stripe.refund AS r USING (VALUES (:#id)) AS v (id) ON r.charge = v.id\n"
                        + "WHEN MATCHED THEN UPDATE SET amount = 1 WHEN NOT MATCHED THEN INSERT (charge) VALUES (v.id)",
                "WITH old AS (DELETE FROM stripe.refund RETURNING *) INSERT INTO stripe.refund SELECT * FROM old",
                "SELECT charge FROM stripe.refund WHERE charge IN (:#in:charges)",
                "SELECT charge FROM stripe.refund WHERE charge IN (:#in:${variable.event[charges]}) FOR NO KEY UPDATE",
                "SELECT charge FROM stripe.refund WHERE charge = # AND amount > #",
                "SELECT jsonb_exists(data, 'a'), '${body}', 'update me'::text FROM stripe.refund -- :id",
                "UPDATE stripe.renamed SET id = :#id",
                "SELECT stripe.twice(CAST(:#id AS bigint))",
                "INSERT INTO accounting.entry (id) VALUES (:#${variable.event[data][object][id]})",
                "NOTIFY refunds",
                "SELECT pg_notify('refunds', :#id)",
                "DO $$ BEGIN PERFORM 1; END $$",
                "CREATE TEMP TABLE mine (id text) ON COMMIT DROP; INSERT INTO mine VALUES (:#id)",
                "LOCK TABLE stripe.refund IN SHARE MODE",
                "TRUNCATE stripe.refund",
                "SELECT 'set_config(''role'')' AS commit -- RESET ROLE");
    }

    @ParameterizedTest
    @MethodSource
    void sound(String statement) throws Exception {
        assertThat(check(
                        FLOW + step(statement).indent(8),
                        "DROP TABLE IF EXISTS renamed",
                        "CREATE TABLE older (id text)",
                        "ALTER TABLE older RENAME TO renamed",
                        "CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql RETURN 2 * n"))
                .isEmpty();
        assertThat(jdbc.queryForObject("SELECT to_regnamespace('stripe') IS NULL", Boolean.class))
                .as("nothing has changed")
                .isTrue();
    }

    static List<String> unknown() {
        return List.of(
                FLOW + "        - log: x\n" + QUEUE_FLOW
                        + "        - to: {id: x, uri: sql, parameters: {query: 'DELETE FROM nowhere', dataSource: '#other'}}\n",
                FLOW + "        - toD: {id: x, uri: 'sql:DELETE FROM ${header.table}'}\n",
                FLOW + "        - to: {id: x, uri: 'sql:DELETE FROM nowhere?useMessageBodyForSql=true'}\n",
                FLOW
                        + "        - to: {id: x, uri: 'sql:SELECT charge FROM stripe.refund WHERE # IS NULL?parametersCount=1'}\n",
                FLOW + "        - to: {id: x, uri: 'sql:DELETE FROM nowhere', disabled: true}\n");
    }

    @ParameterizedTest
    @MethodSource
    void unknown(String routes) throws Exception {
        assertThat(check(routes)).isEmpty();
    }

    static List<String> elsewhere() {
        return List.of(
                "        - split: {tokenize: {token: ','}, steps: [{to: {id: x, uri: 'sql:SELECT nothing FROM"
                        + " stripe.refund'}}]}\n",
                "        - enrich: {simple: 'sql:SELECT nothing FROM stripe.refund'}\n",
                "        - toD: {id: x, uri: 'sql:SELECT nothing FROM stripe.refund'}\n",
                "        - to: {id: x, uri: 'sql:file:{{tollgate.routes}}/statement.sql?noop=true'}\n",
                "        - choice: {when: [{simple: '${header.a} == 1', steps: [{to: {id: x, uri: 'sql:SELECT nothing FROM"
                        + " stripe.refund'}}]}]}\n");
    }

    @ParameterizedTest
    @MethodSource
    void elsewhere(String steps) throws Exception {
        Files.writeString(folder.resolve("statement.sql"), "-- a comment\nSELECT nothing\nFROM stripe.refund\n");
        assertThat(check(FLOW + steps))
                .singleElement()
                .asString()
                .startsWith("charge-refunded.camel.yaml:7:")
                .contains("column \"nothing\" does not exist");
    }

    @Test
    void whatAStepMakesTheNextOneMayUse() throws Exception {
        String made = step("CREATE TEMP TABLE mine (id text) ON COMMIT DROP").indent(8)
                + step("INSERT INTO mine VALUES (:#id)").replace("to-", "to-2").indent(8);
        assertThat(check(FLOW + made)).isEmpty();
        assertThat(check(FLOW
                        + made
                        + step("INSER INTO mine").replace("to-", "to-3").indent(8)))
                .hasSize(1);
        assertThat(check(FLOW
                        + step("SET LOCAL lock_timeout = '1s'").indent(8)
                        + step("INSERT INTO mine VALUES (:#id)")
                                .replace("to-", "to-2")
                                .indent(8)))
                .hasSize(1);
    }

    @Test
    void theExampleOfThePage() throws Exception {
        Page page = Page.read("docs/checks.md");

        assertThat(check(FLOW + page.block("bad invalid-sql: a step").indent(8)))
                .singleElement()
                .asString()
                .contains("\"charg\" of relation \"refund\" does not exist");
        assertThat(check(FLOW + page.block("good invalid-sql: a step").indent(8)))
                .isEmpty();
    }

    @Test
    void eachThatIsRefusedIsNamedAndAConsumersToo() throws Exception {
        String consumer = """
                - route:
                    id: poll
                    description: Reads a table
                    from:
                      uri: sql:SELECT charge FROM stripe.refund
                      parameters:
                        onConsume: DELETE FROM stripe.refund WHERE chrge = :#charge
                      steps: [log: x]
                """;
        assertThat(check(FLOW
                        + step("SELECT a FROM stripe.refund").indent(8)
                        + step("SELECT b FROM stripe.refund")
                                .replace("to-", "to-2")
                                .indent(8)
                        + consumer))
                .extracting(Finding::line)
                .containsExactly(12, 19, 27);
    }
}

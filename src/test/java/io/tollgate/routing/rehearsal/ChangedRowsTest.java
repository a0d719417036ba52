package io.tollgate.routing.rehearsal;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction does to rows is told as it is, whatever the table looks like. */
class ChangedRowsTest {
    @TempDir
    private Path directory;

    private Rehearsals rehearsals;

    @BeforeEach
    void open() {
        rehearsals = new Rehearsals();
    }

    @AfterEach
    void close() {
        rehearsals.close();
    }

    /** @param table made before, with its rows */
    private Rehearsed rehearse(String table, String statement) throws Exception {
        Path folder = Rehearsals.folder(directory, "invoice-voided.camel.yaml", """
                - route:
                    id: invoice-voided
                    description: Writes
                    from:
                      id: from-router
                      uri: direct
                      parameters:
                        name: invoice-voided
                      steps:
                        - to:
                            id: to-table
                            uri: sql
                            parameters:
                              noop: true
                              query: >-
                                %s
                """.formatted(statement));
        Rehearsal rehearsal = rehearsals.of(folder);
        rehearsals.jdbc.execute(table);
        return rehearsal.rehearse(event("evt_1", "invoice.voided", "{\"id\":\"in_7\",\"number\":7}"), false);
    }

    private static List<String> told(Rehearsed rehearsed) {
        return rehearsed.rows().stream()
                .map(row -> row.table() + " " + row.key() + ": " + row.before() + " > " + row.after())
                .sorted()
                .toList();
    }

    @Test
    void newChangedAndGone() throws Exception {
        Rehearsed rehearsed = rehearse(
                "CREATE TABLE stripe.a (x int, y text, v int, PRIMARY KEY (x, y));"
                        + " INSERT INTO stripe.a VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3), (4, 'four', 4)",
                "WITH gone AS (DELETE FROM stripe.a WHERE x = 1), changed AS (UPDATE stripe.a SET v = 20 WHERE x = 2)"
                        + " INSERT INTO stripe.a VALUES (5, 'five', 5)");

        assertThat(told(rehearsed))
                .containsExactly(
                        "stripe.a [1,\"one\"]: {\"v\":1,\"x\":1,\"y\":\"one\"} > null",
                        "stripe.a [2,\"two\"]: {\"v\":2,\"x\":2,\"y\":\"two\"} > {\"v\":20,\"x\":2,\"y\":\"two\"}",
                        "stripe.a [5,\"five\"]: null > {\"v\":5,\"x\":5,\"y\":\"five\"}");
        assertThat(rehearsed.notes()).isEmpty();
    }

    @Test
    void whatIsWrittenAsItWasIsNoChange() throws Exception {
        assertThat(told(rehearse(
                        "CREATE TABLE stripe.a (x int PRIMARY KEY, v int); INSERT INTO stripe.a VALUES (1, 1)",
                        "UPDATE stripe.a SET v = 1")))
                .isEmpty();
    }

    @Test
    void anotherKeyIsOneRowLessAndOneMore() throws Exception {
        assertThat(told(rehearse(
                        "CREATE TABLE stripe.a (x int PRIMARY KEY, v int); INSERT INTO stripe.a VALUES (1, 1)",
                        "UPDATE stripe.a SET x = 2")))
                .containsExactly("stripe.a [1]: {\"v\":1,\"x\":1} > null", "stripe.a [2]: null > {\"v\":1,\"x\":2}");
    }

    @Test
    void aTableWithoutAKeyAndOneWithAnOddName() throws Exception {
        assertThat(told(rehearse(
                        "CREATE TABLE stripe.\"Odd name\" (x int)", "INSERT INTO stripe.\"Odd name\" VALUES (1), (1)")))
                .containsExactly(
                        "stripe.\"Odd name\" []: null > {\"x\":1}", "stripe.\"Odd name\" []: null > {\"x\":1}");
    }

    @Test
    void whatAFunctionAndATriggerWrite() throws Exception {
        assertThat(told(rehearse(
                        "CREATE TABLE stripe.a (x int PRIMARY KEY); CREATE TABLE stripe.b (y int PRIMARY KEY);"
                                + " CREATE FUNCTION stripe.also() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN INSERT INTO stripe.b VALUES (NEW.x * 10); RETURN NEW; END';"
                                + " CREATE TRIGGER also AFTER INSERT ON stripe.a FOR EACH ROW EXECUTE FUNCTION stripe.also()",
                        "INSERT INTO stripe.a VALUES (1)")))
                .containsExactly("stripe.a [1]: null > {\"x\":1}", "stripe.b [10]: null > {\"y\":10}");
    }

    @Test
    void ofAUniqueKeyWithNullsEachRow() throws Exception {
        assertThat(told(rehearse("CREATE TABLE stripe.a (x int UNIQUE)", "INSERT INTO stripe.a VALUES (NULL), (NULL)")))
                .containsExactly("stripe.a [null]: null > {\"x\":null}", "stripe.a [null]: null > {\"x\":null}");
    }

    @Test
    void whatIsGoneFromATableWithoutAKeyIsCounted() throws Exception {
        Rehearsed counted =
                rehearse("CREATE TABLE stripe.a (x int); INSERT INTO stripe.a VALUES (1), (2)", "DELETE FROM stripe.a");

        assertThat(counted.notes()).containsExactly("Of stripe.a not all rows are shown: 0 new, 0 changed, 2 gone");
    }

    @Test
    void whatOthersCommitMeanwhileIsNotTheEvents() throws Exception {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            await().until(() -> rehearsals.jdbc.queryForObject(
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", Integer.class)
                    > 0);
            rehearsals.jdbc.execute("INSERT INTO stripe.a VALUES (2); UPDATE stripe.a SET x = 30 WHERE x = 3");
        });

        Rehearsed rehearsed = rehearse(
                "CREATE TABLE stripe.a (x int PRIMARY KEY); INSERT INTO stripe.a VALUES (3)",
                "WITH own AS (INSERT INTO stripe.a VALUES (1) RETURNING x) SELECT pg_sleep(2) FROM own");

        other.join();
        assertThat(told(rehearsed)).containsExactly("stripe.a [1]: null > {\"x\":1}");
    }

    @Test
    void rowsOfAPartitionedTable() throws Exception {
        assertThat(told(rehearse(
                        "CREATE TABLE stripe.a (x int PRIMARY KEY) PARTITION BY RANGE (x);"
                                + " CREATE TABLE stripe.a_low PARTITION OF stripe.a FOR VALUES FROM (0) TO (100)",
                        "INSERT INTO stripe.a VALUES (1)")))
                .containsExactly("stripe.a [1]: null > {\"x\":1}");
    }

    @Test
    void ofALargeTableTheRowsWithAWordOfTheEvent() throws Exception {
        String large = "CREATE TABLE stripe.a (id text PRIMARY KEY, v int, filler text);"
                + " INSERT INTO stripe.a SELECT 'in_' || n, n, repeat('x', 500) FROM generate_series(1, 20000) n";
        Rehearsed found = rehearse(
                large,
                "UPDATE stripe.a SET v = 0, filler = NULL WHERE id = CAST(:#${variable.event[data][object][id]} AS text)");

        assertThat(found.rows()).singleElement().satisfies(row -> {
            assertThat(row.before().get("v").asInt()).isEqualTo(7);
            assertThat(row.after().get("v").asInt()).isZero();
        });
    }

    @Test
    void whatIsGoneFromALargeTableIsCounted() throws Exception {
        Rehearsed counted = rehearse(
                "CREATE TABLE stripe.a (id text PRIMARY KEY, filler text);"
                        + " INSERT INTO stripe.a SELECT 'in_' || n, repeat('x', 500) FROM generate_series(1, 20000) n",
                "DELETE FROM stripe.a WHERE id IN ('in_7', 'in_8')");

        assertThat(told(counted))
                .singleElement()
                .asString()
                .startsWith("stripe.a [\"in_7\"]: {")
                .endsWith("> null");
        assertThat(counted.notes()).containsExactly("Of stripe.a not all rows are shown: 0 new, 0 changed, 2 gone");
    }

    @Test
    void whatIsNotFoundInALargeTableIsCounted() throws Exception {
        Rehearsed counted = rehearse(
                "CREATE TABLE stripe.a (id text PRIMARY KEY, filler text);"
                        + " INSERT INTO stripe.a SELECT 'x' || n, repeat('x', 500) FROM generate_series(1, 20000) n",
                "UPDATE stripe.a SET filler = NULL WHERE id = 'x1'");

        assertThat(counted.rows()).isEmpty();
        assertThat(counted.notes()).containsExactly("Of stripe.a not all rows are shown: 0 new, 1 changed, 0 gone");
    }
}

package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.routing.sql.FlowRights;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.samples.Samples;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class PreviewTest {
    private static final List<String> TYPES = List.of(
            "payment_intent.succeeded",
            "charge.refunded",
            "invoice.paid",
            "customer.subscription.updated",
            "customer.created");
    private static final int OF_EACH = 6;
    private static final String CREDIT_NOTE = """
            - route:
                id: credit-note-created
                description: Tells consumers
                from:
                  id: from-router
                  uri: direct
                  parameters:
                    name: credit-note-created
                  steps:
                    - to:
                        id: to-credit-notes
                        uri: jms
                        parameters:
                          destinationType: queue
                          destinationName: credit-notes
            """;
    private static final String AS_NUMBER = """
                    - to:
                        id: to-number
                        uri: sql
                        parameters:
                          noop: true
                          query: SELECT CAST(CAST(:#${variable.event[data][object][id]} AS text) AS bigint)
            """;

    @TempDir
    private Path directory;

    private HikariDataSource dataSource;
    private JdbcTemplate jdbc;
    private Path now;
    private Path next;

    @BeforeEach
    void open() throws Exception {
        dataSource = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(dataSource);
        now = RoutesFolder.copy(Path.of("routes"), directory.resolve("now"));
        Files.writeString(now.resolve("credit-note-created.camel.yaml"), CREDIT_NOTE);
        new FlowTables(dataSource, FlowRights.find(dataSource)).apply(now, List.of());
        next = RoutesFolder.copy(now, directory.resolve("next"));
        Samples samples = new Samples(Clock.systemUTC());
        for (int i = 0; i < OF_EACH; i++) {
            for (String type : TYPES) {
                store("evt_" + i + type.replace('.', '_'), type, samples.event(type, null));
            }
            store(
                    "evt_" + i + "credit",
                    "credit_note.created",
                    "{\"id\":\"evt_" + i
                            + "credit\",\"type\":\"credit_note.created\",\"data\":{\"object\":{\"id\":\"cn_1\"}}}");
        }
    }

    private void store(String id, String type, String payload) {
        jdbc.update(
                "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, payload, received_at, due_at)"
                        + " VALUES (?, ?, 'default', false, convert_to(?, 'UTF8'), now(), now())",
                id,
                type,
                payload);
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private Run run(String... more) {
        List<String> all = new ArrayList<>(List.of("preview", next.toString(), "--base", now.toString()));
        all.addAll(List.of(more));
        all.add("--spring.datasource.url=" + dataSource.getJdbcUrl());
        all.add("--spring.datasource.username=postgres");
        all.add("--tollgate.data=" + directory.resolve("data"));
        return Run.of(Map.of(), settings -> {}, all.toArray(String[]::new));
    }

    private void change(String file, String from, String to) throws Exception {
        String text = Files.readString(next.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(next.resolve(file), text.replace(from, to));
    }

    @Test
    void theSameRoutesDoTheSame() {
        Run run = run();

        assertThat(run.out()).contains("36 events of 6 types", ": 36 the same, 0 not, 0 not known");
        assertThat(run.exitCode()).isZero();
    }

    /** A time of day is another one each time, with the same routes too. */
    @Test
    void whatIsAnotherOneEachTimeIsNoDifference() throws Exception {
        for (Path routes : List.of(now, next)) {
            Files.writeString(
                    routes.resolve("tables/R__seen.sql"),
                    "CREATE TABLE IF NOT EXISTS stripe.seen (id text PRIMARY KEY, at timestamptz DEFAULT clock_timestamp());");
            Files.writeString(
                    routes.resolve("credit-note-created.camel.yaml"),
                    CREDIT_NOTE
                            + AS_NUMBER.replace(
                                    "SELECT CAST(CAST(:#${variable.event[data][object][id]} AS text) AS bigint)",
                                    "INSERT INTO stripe.seen (id) VALUES (CAST(:#${variable.event[id]} AS text))"));
        }
        new FlowTables(dataSource, FlowRights.find(dataSource)).apply(now, List.of());
        Files.writeString(next.resolve("README.txt"), "so that it is another set");

        assertThat(run().out())
                .contains(": 36 the same, 0 not, 0 not known", "Rows are those of the gateway's database");
    }

    @Test
    void findsEachKindOfDifferenceAndChangesNothing() throws Exception {
        change("payment-intent-succeeded.camel.yaml", "stripe.payments.succeeded", "stripe.payments.suceeded");
        change("templates/charge-refunded.mustache", "Subject: Refunded", "Subject: Given back");
        Files.writeString(
                next.resolve("invoice-paid.camel.yaml"),
                Files.readString(next.resolve("invoice-paid.camel.yaml")) + AS_NUMBER);
        Files.delete(next.resolve("credit-note-created.camel.yaml"));
        String before = counts();

        Run run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().replaceAll(" +", " "))
                .contains(
                        "36 events of 6 types",
                        ": 12 the same, 24 not, 0 not known",
                        "invoice.paid: 6 of 6 not the same\n 6 newly fails: step to-number of route invoice-paid: PSQLException 22P02",
                        "credit_note.created: 6 of 6 not the same\n 6 newly reaches nothing: no flow takes it",
                        " 6 goes: no longer to jms:queue:stripe.payments.succeeded",
                        " 6 goes: to jms:queue:stripe.payments.suceeded",
                        " 6 says: mail:finance@example.com: Subject",
                        "\"Given back",
                        "An event newly fails, or newly reaches nothing.");
        assertThat(counts()).isEqualTo(before);

        String markdown = run("--markdown").out();
        assertThat(markdown)
                .contains("### Preview of routes ", "- **newly fails: step to-number of route invoice-paid: ")
                .doesNotContain("Given back", "evt_0", "finance@");
        assertThat(PreviewReport.cell("goes: to GET https://erp/cus_9sKq81xHj?x=in_1AbC2dEf, step to_queue_of_refunds"))
                .isEqualTo("goes: to GET https://erp/…?x=…, step to\\_queue\\_of\\_refunds");

        JsonNode json =
                new ObjectMapper().readTree(run("--json", "--type", "charge.*").out());
        assertThat(json.path("bad").asBoolean()).isFalse();
        assertThat(json.path("events").asInt()).isEqualTo(OF_EACH);
        assertThat(json.path("types").path("charge.refunded").path("differing").asInt())
                .isEqualTo(OF_EACH);
    }

    private String counts() {
        return jdbc.queryForList(
                        "SELECT (SELECT count(*) FROM stripe.object), (SELECT count(*) FROM stripe.subscription),"
                                + " (SELECT count(*) FROM stripe.checkout_session), (SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING')")
                .toString();
    }

    @Test
    void aChangedTableIsComparedInEmptyDatabases() throws Exception {
        Files.writeString(
                next.resolve("tables/R__audit.sql"),
                "CREATE TABLE IF NOT EXISTS stripe.audit (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());");
        Files.writeString(
                next.resolve("credit-note-created.camel.yaml"),
                CREDIT_NOTE
                        + AS_NUMBER.replace(
                                "SELECT CAST(CAST(:#${variable.event[data][object][id]} AS text) AS bigint)",
                                "INSERT INTO stripe.audit (id) VALUES (CAST(:#${variable.event[id]} AS text))"));

        Run run = run("--last", "12");

        assertThat(run.out())
                .contains(
                        "12 events of 6 types",
                        "row: also changes stripe.audit",
                        "Rows are those of an empty database");
        assertThat(run.exitCode()).isZero();
        assertThat(jdbc.queryForObject("SELECT to_regclass('stripe.audit') IS NULL", Boolean.class))
                .isTrue();
    }

    @Test
    void saysWhatItNeeds() {
        assertThat(run("--last", "0").exitCode()).isEqualTo(2);
        assertThat(run("--type", "nothing.*").err()).contains("No stored event matches");
        next = directory.resolve("nowhere");
        assertThat(run().err()).contains("nowhere cannot be read");
    }
}

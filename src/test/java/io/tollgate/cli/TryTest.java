package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.routing.sql.FlowRights;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class TryTest {
    private static final String FLOW = """
            - route:
                id: credit-note-created
                description: Keeps its amount
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
                          query: INSERT INTO stripe.note (id, amount) VALUES (CAST(:#${variable.event[data][object][id]} AS text), CAST(:#${variable.event[data][object][amount]} AS bigint))
            """;
    private static final String EVENT =
            "{\"id\":\"evt_9\",\"type\":\"credit_note.created\",\"data\":{\"object\":{\"id\":\"cn_1\",\"amount\":%s}}}";

    private static HikariDataSource dataSource;
    private static JdbcTemplate jdbc;

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() throws Exception {
        dataSource = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(dataSource);
        new FlowTables(dataSource, FlowRights.find(dataSource)).apply(Path.of("routes"), List.of());
    }

    @AfterAll
    static void close() {
        dataSource.close();
    }

    /** With the settings of a gateway. */
    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("try"));
        all.addAll(List.of(arguments));
        all.add("--spring.datasource.url=" + dataSource.getJdbcUrl());
        all.add("--spring.datasource.username=postgres");
        all.add("--tollgate.data=" + directory.resolve("data"));
        return Run.of(Map.of(), settings -> {}, all.toArray(String[]::new));
    }

    @Test
    void saysWhereASampleWouldGoWhatTheMailSaysAndWhichRowsChange() {
        Run run = run("invoice.payment_failed", "--set", "data.object.amount_remaining=123400");

        assertThat(run.out())
                .contains(
                        "jms:queue:stripe.invoices.failed  (step to-invoices-failed, invoice-payment-failed.camel.yaml:15)",
                        "  the event as it came",
                        "mail:finance@example.com",
                        "  Subject: Invoice 8F3B21AC-0007 not paid: 123400 JPY",
                        "row of stripe.object [\"invoice\",",
                        "  data: data.object of the event",
                        "It would be routed.",
                        "Rows are those of the gateway's database.")
                .doesNotContain("stripeEventId");
        assertThat(run.exitCode()).isZero();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM stripe.object", Integer.class))
                .isZero();
    }

    @Test
    void takesAnEventOfTheInbox() {
        jdbc.update(
                "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, payload, received_at, due_at)"
                        + " VALUES ('evt_inbox', 'charge.refunded', 'default', false, convert_to(?, 'UTF8'), now(), now())",
                "{\"id\":\"evt_inbox\",\"type\":\"charge.refunded\",\"data\":{\"object\":{\"id\":\"ch_1\",\"object\":\"charge\","
                        + "\"amount\":10000,\"amount_refunded\":500,\"currency\":\"usd\"}}}");

        assertThat(run("evt_inbox").out()).contains("Subject: Refunded: 5.00 USD of 100.00 USD");
        assertThat(run("evt_none").err()).contains("There is no event evt_none");
        assertThat(jdbc.queryForObject("SELECT status FROM tollgate.inbox", String.class))
                .isEqualTo("PENDING");
    }

    @Test
    void aNewTableIsMadeInAnEmptyDatabaseAndNotInTheGateways() throws Exception {
        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Files.writeString(routes.resolve("credit-note-created.camel.yaml"), FLOW);
        Files.writeString(
                routes.resolve("tables/R__note.sql"),
                "CREATE TABLE IF NOT EXISTS stripe.note (id text PRIMARY KEY, amount bigint NOT NULL);");
        Path event = Files.writeString(directory.resolve("event.json"), EVENT.formatted("700"));

        Run run = run(event.toString(), routes.toString());

        assertThat(run.out())
                .contains("row of stripe.note [\"cn_1\"], new", "  amount: 700", "Rows are those of an empty database");
        assertThat(jdbc.queryForObject("SELECT to_regclass('stripe.note') IS NULL", Boolean.class))
                .isTrue();

        Run failing = run(event.toString(), routes.toString(), "--set", "data.object.amount=null");

        assertThat(failing.exitCode()).isEqualTo(1);
        assertThat(failing.out())
                .contains(
                        "FAILS in route credit-note-created, step to-note, credit-note-created.camel.yaml:10",
                        "null value in column \"amount\"",
                        "It would fail");
    }

    @Test
    void tracesEachStep() {
        assertThat(run("charge.refunded", "--trace").out())
                .contains(
                        "unmarshal read-event  router.camel.yaml:11",
                        "header mailTemplate: charge-refunded",
                        "would log: evt_");
    }

    @Test
    void isReadByProgramsAsWell() throws Exception {
        Run run = run("payment_intent.succeeded", "--json");

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("verdict").asText()).isEqualTo("ROUTED");
        assertThat(json.path("sent").path(1).path("destination").asText())
                .isEqualTo("jms:queue:stripe.payments.succeeded");
        assertThat(json.path("rows").path(0).path("table").asText()).isEqualTo("stripe.object");
    }

    @Test
    void anEventThatNoFlowTakesReachesNothing() throws Exception {
        Path event = Files.writeString(directory.resolve("event.json"), EVENT.formatted("1"));

        Run run = run(event.toString());

        assertThat(run.out()).contains("reach nothing");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void saysWhatItNeeds() throws Exception {
        Path event = Files.writeString(directory.resolve("event.json"), "{\"type\":\"x\"}");

        assertThat(run("invoice.payment_faild").err())
                .contains("did you mean invoice.payment_failed?", "a FILE with its JSON");
        assertThat(run(event.toString()).err()).contains("would refuse this event", "id");
        assertThat(run("charge.refunded", "--set", "data.object.amount.x=1").err())
                .contains("there is no place x");
        assertThat(run("evt_1", "--api-version", "2020-08-27").exitCode()).isEqualTo(2);
        Path folder = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Files.writeString(folder.resolve("refund-failed.camel.yaml"), "- route: {");
        assertThat(run("charge.refunded", folder.toString()).err())
                .contains("refund-failed.camel.yaml:1", "would be refused");
    }
}

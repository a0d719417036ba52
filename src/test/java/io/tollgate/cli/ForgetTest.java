package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.Deaths;
import io.tollgate.support.FreePorts;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Three customers, of whom one is forgotten. */
@Timeout(180)
class ForgetTest {
    private static final List<String> CUSTOMERS = List.of("A", "B", "C");
    private static final List<String> QUEUES =
            List.of("stripe.mail", "stripe.disputes", "DLQ.stripe.erp", "Consumer.crm.VirtualTopic.paid");

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private TestBroker broker;
    private HikariDataSource inbox;
    private JdbcTemplate jdbc;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory.resolve("broker"));
        inbox = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(inbox);
        jdbc.execute("CREATE SCHEMA stripe");
        for (String table : List.of("json", "object", "checkout_session", "subscription")) {
            jdbc.execute(Files.readString(Path.of("routes/tables/R__" + table + ".sql")));
        }
        jdbc.execute("CREATE TABLE stripe.team_order (event_id text, email text)");
        Files.createDirectories(directory.resolve("data/mail"));
        for (String whose : CUSTOMERS) {
            eventsOf(whose);
        }
    }

    @AfterEach
    void stop() throws Exception {
        inbox.close();
        broker.stop();
    }

    @Test
    void nothingButIdsIsLeftOfOneCustomerAndTheOthersAreAsBefore() throws Exception {
        Map<String, List<String>> before = everything();
        Run dry = forget("--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "payloads of charge.dispute.created",
                        "messages in DLQ.stripe.erp",
                        "Table stripe.team_order is yours")
                .doesNotContain(secret("A"));
        assertThat(everything()).isEqualTo(before);

        Run run = forget("--yes");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        Map<String, List<String>> after = everything();
        assertThat(before.toString()).contains(secret("A"));
        assertThat(after.toString() + run.out()).doesNotContain(secret("A"));
        for (String other : List.of("B", "C")) {
            assertThat(only(after, other)).isEqualTo(only(before, other)).isNotEmpty();
        }
        assertThat(jdbc.queryForList("SELECT DISTINCT status FROM tollgate.inbox", String.class))
                .containsExactly("ROUTED");
        for (String table : List.of("tollgate.inbox", "tollgate.attempt", "stripe.object", "stripe.checkout_session")) {
            assertThat(after.get(table)).as(table).hasSameSizeAs(before.get(table));
        }
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM tollgate.inbox WHERE payload IS NULL AND id LIKE '%A'", Integer.class))
                .isEqualTo(5);
        assertThat(jdbc.queryForList("SELECT act || ' ' || subject FROM tollgate.audit", String.class))
                .containsExactly("FORGOTTEN cus_A");
        assertThat(forget("--dry-run", "--json").out())
                .contains("\"payloads\":{}", "\"rows\":0", "\"queues\":{}", "\"mails\":0");
    }

    @Test
    void whatIsNotSettledIsListedAndStaysUntilItIsDiscardedAndAskedFor() throws Exception {
        jdbc.update("UPDATE tollgate.inbox SET status = 'PENDING', settled_at = NULL WHERE id = 'evt_charge_A'");
        Run run = forget("--yes");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("1 events are not settled and stay: evt_charge_A", "./tollgate discard");
        assertThat(payload("evt_charge_A")).contains(secret("A"));
        assertThat(payload("evt_customer_A")).isNull();
        assertThat(browse("stripe.mail").toString()).contains("evt_charge_A").doesNotContain("evt_customer_A");

        assertThat(command("discard", "evt_charge_A", "--reason", "erasure").exitCode())
                .isZero();
        assertThat(forget("--yes").out()).contains("1 events are dead and stay: evt_charge_A");
        assertThat(payload("evt_charge_A")).contains(secret("A"));
        run = forget("--yes", "--dead");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(everything().toString()).doesNotContain(secret("A"));
        assertThat(jdbc.queryForObject("SELECT status FROM tollgate.inbox WHERE id = 'evt_charge_A'", String.class))
                .isEqualTo("DEAD");
        assertThat(command("replay", "evt_charge_A").exitCode()).isEqualTo(1);
        assertThat(jdbc.queryForList("SELECT act || ' ' || subject FROM tollgate.audit ORDER BY id", String.class))
                .contains("DISCARDED evt_charge_A");
    }

    /** By then the payloads no longer say which objects are the customer's. */
    @Test
    void whatWasCutOffAnywhereIsGoneOnWith() throws Exception {
        assertThat(command(
                                "forget",
                                "--spring.activemq.broker-url=tcp://127.0.0.1:" + FreePorts.next(),
                                "--customer",
                                "cus_A",
                                "--yes")
                        .exitCode())
                .isEqualTo(1);
        jdbc.update("UPDATE tollgate.forget SET ended_at = NULL");
        jdbc.update(
                "UPDATE stripe.object SET data = data || jsonb_build_object('email', ?) WHERE id = 'dp_A'",
                secret("A"));
        assertThat(browse("stripe.disputes").toString()).contains(secret("A"));

        Run run = forget("--yes");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("An earlier run was cut off");
        assertThat(everything().toString()).doesNotContain(secret("A"));
    }

    @Test
    void aLateEventOfTheSameChargeIsFoundAndAMessageOfItStaysUntilItIsSettled() throws Exception {
        forget("--yes");
        event("evt_late_A", "charge.dispute.closed", "dp_A", "dispute", "\"charge\":\"ch_A\"", "A");
        jdbc.update("UPDATE tollgate.inbox SET status = 'PENDING' WHERE id = 'evt_late_A'");
        assertThat(forget("--dry-run").out()).contains("1 events are not settled and stay: evt_late_A");
        forget("--yes");
        assertThat(browse("stripe.mail").toString()).contains("evt_late_A");
        jdbc.update("UPDATE tollgate.inbox SET status = 'ROUTED' WHERE id = 'evt_late_A'");
        assertThat(forget("--yes").exitCode()).isZero();
        assertThat(everything().toString()).doesNotContain(secret("A"));
    }

    @Test
    void aMessageThatAConsumerHasIsSaidToBeLeft() throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("stripe.disputes"))) {
            connection.start();
            assertThat(consumer.receive(10_000)).isNotNull();
            Run run = forget("--yes");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("1 messages in stripe.disputes are with a consumer");
            session.rollback();
        }
        assertThat(forget("--yes").exitCode()).isZero();
    }

    @Test
    void wrongUsageChangesNothing() throws Exception {
        Map<String, List<String>> before = everything();
        assertThat(forget().exitCode()).isEqualTo(2);
        assertThat(command("forget", "--customer", "ch_1", "--yes").exitCode()).isEqualTo(2);
        assertThat(command("discard", "evt_none", "--reason", "x").err()).contains("there is no such event");
        assertThat(command("discard", "evt_charge_A", "--reason", "x").err()).contains("routed already");
        before.remove("tollgate.audit");
        Map<String, List<String>> after = everything();
        after.remove("tollgate.audit");
        assertThat(after).isEqualTo(before);
    }

    private void eventsOf(String whose) throws Exception {
        String customer = "\"customer\":\"cus_" + whose + "\"";
        event("evt_customer_" + whose, "customer.updated", "cus_" + whose, "customer", "\"a\":1", whose);
        event(
                "evt_charge_" + whose,
                "charge.succeeded",
                "ch_" + whose,
                "charge",
                "\"customer\":{\"id\":\"cus_" + whose + "\"},\"payment_intent\":\"pi_" + whose
                        + "\",\"price\":\"price_1\"",
                whose);
        event(
                "evt_dispute_" + whose,
                "charge.dispute.created",
                "dp_" + whose,
                "dispute",
                "\"charge\":\"ch_" + whose + "\",\"price\":\"price_1\"",
                whose);
        event(
                "evt_refund_" + whose,
                "refund.updated",
                "re_" + whose,
                "refund",
                "\"payment_intent\":\"pi_" + whose + "\"",
                whose);
        event("evt_session_" + whose, "checkout.session.completed", "cs_" + whose, "checkout.session", customer, whose);
        jdbc.update(
                "INSERT INTO stripe.checkout_session (id, customer, customer_email, event_id, event_created, received_at)"
                        + " VALUES (?, ?, ?, ?, 1, now())",
                "cs_" + whose,
                "cus_" + whose,
                secret(whose),
                "evt_session_" + whose);
        send("stripe.disputes", "evt_dispute_" + whose, whose);
        send("Consumer.crm.VirtualTopic.paid", "evt_charge_" + whose, whose);
        try (Deaths deaths = new Deaths(broker.url())) {
            deaths.of(
                    "stripe.erp",
                    session -> Deaths.event(session, "evt_refund_" + whose, "refund.updated", secret(whose)));
        }
        Files.writeString(
                directory.resolve("data/mail/" + whose + ".eml"),
                "Subject: x\r\nX-Stripe-Event-Id: evt_charge_" + whose + "\r\n\r\n" + secret(whose));
        Files.writeString(
                directory.resolve("data/mail/old" + whose + ".eml"),
                "Subject: x\r\n\r\nCharge ch_" + whose + " of " + secret(whose));
    }

    private void event(String id, String type, String object, String kind, String more, String whose) throws Exception {
        String payload =
                "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"created\":%d,\"livemode\":false,\"data\":{\"object\":{\"id\":\"%s\",\"object\":\"%s\",%s,\"email\":\"%s\"}}}"
                        .formatted(id, type, id.contains("late") ? 9 : 1, object, kind, more, secret(whose));
        jdbc.update(
                "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, object_id, payload, received_at, status,"
                        + " attempts, due_at, settled_at) VALUES (?, ?, 'default', false, 1, ?, ?, now(), 'ROUTED', 1, now(), now())",
                id,
                type,
                object,
                payload.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        jdbc.update(
                "INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations, error) VALUES (?, 1, now(), 1,"
                        + " '{}', ?), (?, 2, now(), 1, '{jms:queue:stripe.mail,jms:queue:stripe.disputes,jms:queue:stripe.erp,jms:queue:Consumer.crm.VirtualTopic.paid}', NULL)",
                id,
                secret(whose),
                id);
        jdbc.queryForList("SELECT stripe.keep_object(?::jsonb, now())", payload);
        send("stripe.mail", id, whose);
    }

    private static String secret(String whose) {
        return "zoe." + whose + "@example.net";
    }

    private String payload(String id) {
        byte[] payload = jdbc.queryForObject("SELECT payload FROM tollgate.inbox WHERE id = ?", byte[].class, id);
        return payload == null ? null : new String(payload, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** All rows of all tables, all messages, all files. */
    private Map<String, List<String>> everything() throws Exception {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : jdbc.queryForList(
                "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema IN ('tollgate', 'stripe')"
                        + " AND table_type = 'BASE TABLE'",
                String.class)) {
            String payload = table.equals("tollgate.inbox") ? " || coalesce(encode(payload, 'escape'), '')" : "";
            all.put(
                    table,
                    jdbc.queryForList(
                            "SELECT t::text" + payload + " FROM " + table + " AS t ORDER BY 1", String.class));
        }
        for (String queue : QUEUES) {
            all.put(queue, browse(queue));
        }
        try (var files = Files.list(directory.resolve("data/mail"))) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), List.of(Files.readString(file)));
            }
        }
        return all;
    }

    private static List<String> only(Map<String, List<String>> all, String whose) {
        return all.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(text -> entry.getKey() + " " + text))
                .filter(text -> text.contains("_" + whose) || text.contains(secret(whose)))
                .sorted()
                .toList();
    }

    private List<String> browse(String queue) throws Exception {
        List<String> found = new ArrayList<>();
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Enumeration<?> messages =
                    session.createBrowser(session.createQueue(queue)).getEnumeration();
            while (messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                found.add(message.getStringProperty("stripeEventId") + " " + message.getBody(String.class));
            }
        }
        return found;
    }

    private void send(String queue, String id, String whose) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue))
                    .send(Deaths.event(
                            session, id, "t", "{\"id\":\"" + id + "\",\"email\":\"" + secret(whose) + "\"}"));
        }
    }

    private Run forget(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("forget", "--spring.activemq.broker-url=" + broker.url(), "--customer", "cus_A"));
        all.addAll(List.of(arguments));
        return command(all.toArray(String[]::new));
    }

    private Run command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--tollgate.data=" + directory.resolve("data"));
        all.add("--spring.datasource.url=" + inbox.getJdbcUrl());
        all.add("--spring.datasource.username=postgres");
        return Run.of(Map.of(), all.toArray(String[]::new));
    }
}

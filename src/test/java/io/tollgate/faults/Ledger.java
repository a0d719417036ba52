package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of every event of a load, once all is settled: it empties the queues. An effect is a row that a flow wrote.
 *
 * @param acknowledged ids that were answered 200
 * @param routed ids of the inbox that are ROUTED
 * @param dead ids of the inbox that are DEAD
 * @param expected ids of the routed events of types that have a queue
 * @param messages ids in the queues, one a message
 * @param effects ids in the table that a flow only ever inserts into, one a row
 * @param checkouts ids of the routed events of the type that writes this table
 */
record Ledger(
        int sent,
        Set<String> acknowledged,
        int refused,
        Set<String> stored,
        Set<String> routed,
        Set<String> dead,
        Set<String> expected,
        List<String> messages,
        List<String> effects,
        Set<String> checkouts) {
    private static final Map<String, String> QUEUES = Map.of(
            "payment_intent.succeeded", "stripe.payments.succeeded",
            "checkout.session.completed", "stripe.checkout.completed");
    private static final Path FILE = Path.of("target", "faults", "ledger.md");

    static Ledger of(Installation installation, Load... loads) throws SQLException, JMSException {
        try (var database = installation.database().connect();
                Connection broker = installation.broker().connect()) {
            return of(database, broker, loads);
        }
    }

    static Ledger of(java.sql.Connection database, Connection broker, Load... loads) throws SQLException, JMSException {
        int sent = 0;
        int refused = 0;
        Set<String> acknowledged = new HashSet<>();
        for (Load load : loads) {
            sent += load.sent();
            acknowledged.addAll(load.answeredWith(200));
            refused += load.answeredWith(503).size();
        }
        Map<String, Set<String>> byStatus = new HashMap<>();
        Set<String> expected = new HashSet<>();
        Set<String> checkouts = new HashSet<>();
        List<String> effects = new ArrayList<>();
        try (var statement = database.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT id, type, status FROM tollgate.inbox");
            while (rows.next()) {
                byStatus.computeIfAbsent(rows.getString(3), status -> new HashSet<>())
                        .add(rows.getString(1));
                if (rows.getString(3).equals("ROUTED") && QUEUES.containsKey(rows.getString(2))) {
                    expected.add(rows.getString(1));
                    if (rows.getString(2).equals("checkout.session.completed")) {
                        checkouts.add(rows.getString(1));
                    }
                }
            }
            rows = statement.executeQuery("SELECT event_id FROM stripe.effect");
            while (rows.next()) {
                effects.add(rows.getString(1));
            }
        }
        Set<String> stored = new HashSet<>();
        byStatus.values().forEach(stored::addAll);
        return new Ledger(
                sent,
                acknowledged,
                refused,
                stored,
                byStatus.getOrDefault("ROUTED", Set.of()),
                byStatus.getOrDefault("DEAD", Set.of()),
                expected,
                messages(broker),
                effects,
                checkouts);
    }

    private static List<String> messages(Connection broker) throws JMSException {
        List<String> ids = new ArrayList<>();
        broker.start();
        try (Session session = broker.createSession(false, Session.DUPS_OK_ACKNOWLEDGE)) {
            for (String queue : QUEUES.values()) {
                try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                    for (Message m = consumer.receive(3000); m != null; m = consumer.receive(1000)) {
                        ids.add(m.getStringProperty("stripeEventId"));
                    }
                }
            }
        }
        return ids;
    }

    int duplicates() {
        return messages.size() - new HashSet<>(messages).size();
    }

    /**
     * Nothing acknowledged is missing, nothing is undecided, every routed event was received, no other was, and what
     * flows wrote to the database took place once.
     */
    Ledger mustBalance() {
        Set<String> settled = new HashSet<>(routed);
        settled.addAll(dead);
        assertThat(acknowledged).as("the load got through").isNotEmpty();
        assertThat(without(acknowledged, stored))
                .as("acknowledged, but not stored")
                .isEmpty();
        assertThat(without(stored, settled))
                .as("stored, but neither routed nor dead")
                .isEmpty();
        assertThat(without(expected, messages)).as("routed, but not received").isEmpty();
        assertThat(without(messages, expected)).as("received, but not routed").isEmpty();
        assertThat(effects).as("effects in the database").doesNotHaveDuplicates();
        assertThat(without(checkouts, effects)).as("routed, without an effect").isEmpty();
        assertThat(without(effects, checkouts)).as("an effect, but not routed").isEmpty();
        return this;
    }

    private static Set<String> without(Collection<String> ids, Collection<String> others) {
        Set<String> rest = new HashSet<>(ids);
        rest.removeAll(new HashSet<>(others));
        return rest;
    }

    /** Adds a row to {@code target/faults/ledger.md}. */
    Ledger print(String fault) throws IOException {
        if (!Files.exists(FILE)) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    "| fault | sent | acknowledged | 503 | no answer | stored | routed | dead | messages due | received |"
                            + " duplicates |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        }
        String row = "| " + fault + " | " + sent + " | " + acknowledged.size() + " | " + refused + " | "
                + (sent - acknowledged.size() - refused) + " | " + stored.size() + " | " + routed.size() + " | "
                + dead.size() + " | " + expected.size() + " | " + new HashSet<>(messages).size() + " | " + duplicates()
                + " |\n";
        Files.writeString(FILE, row, StandardOpenOption.APPEND);
        System.out.print(row);
        return this;
    }
}

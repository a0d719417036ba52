package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of every event of a load, once all is settled: it empties the queues.
 *
 * @param messages ids in the queues, one a message
 */
record Ledger(Told told, Kept kept, List<String> messages) {
    private static final Figures FIGURES = new Figures(
            "ledger",
            "fault",
            "sent",
            "repeated",
            "acknowledged",
            "503",
            "no answer",
            "stored",
            "routed",
            "dead",
            "bad",
            "messages due",
            "received",
            "duplicates");

    static Ledger of(Installation installation, Load... loads) throws SQLException, JMSException {
        try (var database = installation.database().connect();
                Connection broker = installation.broker().connect()) {
            return of(database, broker, loads);
        }
    }

    static Ledger of(java.sql.Connection database, Connection broker, Load... loads) throws SQLException, JMSException {
        return new Ledger(Told.by(loads), Kept.in(database), messages(broker));
    }

    private static List<String> messages(Connection broker) throws JMSException {
        List<String> ids = new ArrayList<>();
        broker.start();
        try (Session session = broker.createSession(false, Session.DUPS_OK_ACKNOWLEDGE)) {
            for (String queue : Kept.QUEUES.values()) {
                try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                    for (Message m = consumer.receive(3000); m != null; m = consumer.receive(1000)) {
                        ids.add(m.getStringProperty("stripeEventId"));
                    }
                }
            }
        }
        return ids;
    }

    Set<String> routed() {
        return kept.routed();
    }

    Set<String> dead() {
        return kept.dead();
    }

    int duplicates() {
        return messages.size() - new HashSet<>(messages).size();
    }

    /**
     * Nothing acknowledged is missing, nothing is undecided but bad events that wait for a retry, every routed event was
     * received, no other was, and what flows wrote to the database took place once. No event was taken for new twice.
     */
    Ledger mustBalance() {
        assertThat(told.acknowledged()).as("the load got through").isNotEmpty();
        assertThat(told.newTwice()).as("sent twice, and new both times").isEmpty();
        assertThat(told.neverNew())
                .as("each time a duplicate, and nothing unanswered")
                .isEmpty();
        assertThat(without(told.acknowledged(), kept.stored()))
                .as("acknowledged, but not stored")
                .isEmpty();
        assertThat(without(without(without(kept.stored(), kept.routed()), kept.dead()), kept.waiting()))
                .as("stored, but neither routed nor dead, nor bad and due for a retry")
                .isEmpty();
        assertThat(kept.routed()).as("bad, but routed").noneMatch(BadEvents::isBad);
        assertThat(without(kept.expected(), messages))
                .as("routed, but not received")
                .isEmpty();
        assertThat(without(messages, kept.expected()))
                .as("received, but not routed")
                .isEmpty();
        assertThat(kept.effects()).as("effects in the database").doesNotHaveDuplicates();
        assertThat(without(kept.checkouts(), kept.effects()))
                .as("routed, without an effect")
                .isEmpty();
        assertThat(without(kept.effects(), kept.checkouts()))
                .as("an effect, but not routed")
                .isEmpty();
        return this;
    }

    /** Bad events came in, and none of them is dead: there was no time for all of their attempts. */
    Ledger mustHaveBadEvents() {
        assertThat(kept.waiting()).as("bad events").isNotEmpty();
        return this;
    }

    private static Set<String> without(Collection<String> ids, Collection<String> others) {
        Set<String> rest = new HashSet<>(ids);
        rest.removeAll(new HashSet<>(others));
        return rest;
    }

    /** Adds a row to {@code target/faults/ledger.md}. */
    Ledger print(String fault) throws IOException {
        FIGURES.add(
                fault,
                told.sent(),
                told.repeats(),
                told.acknowledged().size(),
                told.refused(),
                told.other(),
                kept.stored().size(),
                kept.routed().size(),
                kept.dead().size(),
                kept.stored().stream().filter(BadEvents::isBad).count(),
                kept.expected().size(),
                new HashSet<>(messages).size(),
                duplicates());
        return this;
    }
}

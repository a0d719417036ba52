package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** How many events a second an installation routes to a queue whose consumer keeps up. */
final class RelaySpeed implements AutoCloseable {
    private static final int EVENTS = 2000;
    private static final String TYPE = "payment_intent.succeeded";
    private static final String QUEUE = "stripe.payments.succeeded";

    private final Installation installation;
    private final Connection consumer;
    private final AtomicInteger received = new AtomicInteger();
    private int rounds;

    RelaySpeed(Installation installation) throws JMSException {
        this.installation = installation;
        this.consumer = installation.broker().connect();
        Session session = consumer.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(QUEUE)).setMessageListener(this::count);
        consumer.start();
    }

    private void count(Message message) {
        try {
            if (message.getStringProperty("stripeEventId").startsWith("evt_round")) {
                received.incrementAndGet();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of events that are stored all at once; from the first batch that is routed to the last. Each has been consumed. */
    long measure() throws SQLException {
        String round = "evt_round" + ++rounds + "x";
        received.set(0);
        store(round);
        await("every event is consumed").atMost(Duration.ofSeconds(120)).until(() -> received.get() >= EVENTS);
        installation.awaitSettled(Duration.ofSeconds(30));
        assertThat(received).hasValue(EVENTS);
        return installation.query("SELECT count(*) / extract(epoch FROM max(settled_at) - min(settled_at))"
                + " FROM tollgate.inbox WHERE id LIKE '" + round
                + "%' AND settled_at > (SELECT min(settled_at) FROM tollgate.inbox WHERE id LIKE '" + round + "%')");
    }

    private void store(String round) throws SQLException {
        try (var connection = installation.database().connect();
                Statement vacuum = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, payload)"
                                + " VALUES (?, '" + TYPE + "', 'default', now(), now(), ?)")) {
            // so that no round is slower for what the ones before it left behind
            vacuum.execute("VACUUM ANALYZE tollgate.inbox");
            connection.setAutoCommit(false);
            for (int i = 0; i < EVENTS; i++) {
                insert.setString(1, round + i);
                insert.setBytes(2, Sender.body(round + i, TYPE).getBytes(StandardCharsets.UTF_8));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    @Override
    public void close() throws JMSException {
        consumer.close();
    }
}

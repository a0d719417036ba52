package io.tollgate.faults;

import io.tollgate.support.BrokerProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A consumer that keeps up, and notes when it got each event. */
final class Receipts implements AutoCloseable {
    private final Connection connection;
    private final Map<String, Long> receivedAt = new ConcurrentHashMap<>();
    private final AtomicInteger messages = new AtomicInteger();

    Receipts(BrokerProcess broker, String... queues) throws JMSException {
        connection = broker.connect();
        for (String queue : queues) {
            Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
            session.createConsumer(session.createQueue(queue)).setMessageListener(this::note);
        }
        connection.start();
    }

    private void note(Message message) {
        try {
            receivedAt.putIfAbsent(message.getStringProperty("stripeEventId"), System.nanoTime());
            messages.incrementAndGet();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By event, by {@link System#nanoTime}. */
    Map<String, Long> receivedAt() {
        return receivedAt;
    }

    /** All of them, duplicates too. */
    int messages() {
        return messages.get();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}

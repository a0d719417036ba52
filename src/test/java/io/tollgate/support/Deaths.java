package io.tollgate.support;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Messages that a consumer could not work with: sent, taken, rolled back, and moved to the dead letter queue by the broker. */
public final class Deaths implements AutoCloseable {
    /** A page of ActiveMQ's: it sends no more of a new queue until something of it is acknowledged. */
    private static final int BATCH = 200;

    private final Connection connection;

    public Deaths(String brokerUrl) throws JMSException {
        this(brokerUrl, null, null);
    }

    public Deaths(String brokerUrl, String user, String password) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(user, password, brokerUrl);
        factory.getRedeliveryPolicy().setMaximumRedeliveries(0);
        connection = factory.createConnection();
        connection.start();
    }

    /** Makes a message. */
    public interface Maker {
        Message message(Session session) throws JMSException;
    }

    /** As the relay sends it. */
    public static TextMessage event(Session session, String id, String type, String body) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        message.setJMSType(type);
        message.setJMSCorrelationID(id);
        message.setStringProperty("stripeEventId", id);
        message.setStringProperty("stripeEventType", type);
        return message;
    }

    public void of(String queue, Maker maker) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.setPriority(7);
            producer.send(maker.message(session));
            session.commit();
            die(session, queue, 1);
        }
    }

    /** Small ones, {@code evt_0} and so on. */
    public void ofMany(String queue, int count, IntFunction<String> type) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int from = 0; from < count; from += BATCH) {
                int to = Math.min(count, from + BATCH);
                for (int i = from; i < to; i++) {
                    producer.send(event(session, "evt_" + i, type.apply(i), "{\"id\":\"evt_" + i + "\"}"));
                }
                session.commit();
                die(session, queue, to - from);
            }
        }
    }

    /** The next message of somebody else's. */
    public void ofWhatComes(String queue) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            die(session, queue, 1);
        }
    }

    private static void die(Session session, String queue, int count) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            for (int i = 0; i < count; i++) {
                if (consumer.receive(10_000) == null) {
                    throw new IllegalStateException("Only " + i + " of " + count + " came");
                }
            }
            session.rollback();
        }
        // an answer to this one comes after what the broker does for those before
        session.createBrowser(session.createQueue("none")).getEnumeration().hasMoreElements();
    }

    /** Meanwhile whatever comes to the queue dies at once. */
    public void whileAllFail(String queue, Runnable action) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = new Thread(() -> failAll(queue, over), "deaths");
        thread.start();
        try {
            action.run();
        } finally {
            over.set(true);
            thread.join();
        }
    }

    private void failAll(String queue, AtomicBoolean over) {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            while (!over.get()) {
                if (consumer.receive(100) != null) {
                    session.rollback();
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}

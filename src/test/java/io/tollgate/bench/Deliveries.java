package io.tollgate.bench;

import io.tollgate.support.BrokerProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.awaitility.Awaitility;

/** A consumer that keeps up; counts the messages of one run, and notes when each came. */
final class Deliveries implements AutoCloseable {
    private static final int MOST = 5_000_000;

    private final Connection connection;
    private final AtomicInteger received = new AtomicInteger();
    private volatile SignedEvents run = new SignedEvents("none0");
    private volatile AtomicLongArray receivedAt = new AtomicLongArray(0);
    private volatile long last;

    Deliveries(BrokerProcess broker) throws JMSException {
        connection = broker.connect();
        Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("stripe.payments.succeeded")).setMessageListener(this::note);
        connection.start();
    }

    /** From here on counts the events of this run alone. */
    void expect(SignedEvents events, int most) {
        received.set(0);
        receivedAt = new AtomicLongArray(Math.min(most, MOST));
        run = events;
    }

    private void note(Message message) {
        try {
            String id = message.getStringProperty("stripeEventId");
            if (run.contains(id)) {
                last = System.nanoTime();
                receivedAt.set(SignedEvents.number(id), last);
                received.incrementAndGet();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By the number of the event and {@link System#nanoTime}; 0 where it did not come. */
    long receivedAt(int number) {
        return receivedAt.get(number);
    }

    int received() {
        return received.get();
    }

    /** Returns once {@code atLeast} have come and no more do; {@link System#nanoTime} of the last one. */
    long awaitAll(int atLeast) {
        Awaitility.await(atLeast + " messages, so far " + received)
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> received.get() >= atLeast
                        && System.nanoTime() - last > Duration.ofSeconds(1).toNanos());
        return last;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}

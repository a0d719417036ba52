package io.tollgate.bench;

import io.tollgate.support.BrokerProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A consumer that keeps up; counts the messages of one run, and notes when each came. */
final class Deliveries implements Arrivals, AutoCloseable {
    private static final int MOST = 5_000_000;
    private static final int MOST_SECONDS = 300;

    private final Connection connection;
    private final AtomicInteger received = new AtomicInteger();
    private final EventTemplate template;
    private final char letter;
    private int runs;
    private volatile SignedEvents run;
    private volatile AtomicLongArray receivedAt = new AtomicLongArray(0);
    private volatile long last;

    /**
     * @param queue where the events of this type end
     * @param letter with which the names of its runs begin
     */
    Deliveries(BrokerProcess broker, String queue, EventTemplate template, char letter) throws JMSException {
        this.template = template;
        this.letter = letter;
        this.run = new SignedEvents(letter + "none", template);
        connection = broker.connect();
        Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(queue)).setMessageListener(this::note);
        connection.start();
    }

    /** From here on counts the events of a new run alone. */
    SignedEvents expect(int most) {
        SignedEvents events = new SignedEvents(String.format("%c%04d", letter, ++runs), template);
        received.set(0);
        receivedAt = new AtomicLongArray(Math.min(most, MOST));
        last = System.nanoTime();
        run = events;
        return events;
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

    /** How many had come by then, by {@link System#nanoTime}. */
    int receivedBy(long nanoTime) {
        return (int) IntStream.range(0, receivedAt.length())
                .mapToLong(receivedAt::get)
                .filter(at -> at != 0 && at - nanoTime <= 0)
                .count();
    }

    @Override
    public int received() {
        return received.get();
    }

    /** Returns once {@code atLeast} have come and no more do; {@link System#nanoTime} of the last one. */
    long awaitAll(int atLeast) {
        if (!haveCome(atLeast, MOST_SECONDS)) {
            throw new IllegalStateException(received + " messages have come, and not " + atLeast);
        }
        return last;
    }

    @Override
    public boolean haveCome(int atLeast, int mostSeconds) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(mostSeconds))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> received.get() >= atLeast
                            && System.nanoTime() - last > Duration.ofSeconds(1).toNanos());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}

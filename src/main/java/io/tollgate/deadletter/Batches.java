package io.tollgate.deadletter;

import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.deadletter.DeadLetters.Taken;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Instant;

/** Takes messages out of a dead letter queue, a transaction a batch. */
final class Batches implements AutoCloseable {
    private static final int BATCH = 500;
    private static final long WAIT_MILLIS = 500;
    private static final long LOOK_MILLIS = 100;
    private static final int MOST_LOOKS = 60;

    private final DeadLetters letters;
    private final DeadLetterQueue queue;
    private final DeadLetterFilter filter;
    private final Instant start;
    private final Session session;
    private final MessageConsumer consumer;
    /** Null when they are removed. */
    private final MessageProducer producer;

    private Look last = Look.NOTHING_YET;

    Batches(
            Connection connection,
            DeadLetters letters,
            DeadLetterQueue queue,
            DeadLetterFilter filter,
            Instant start,
            boolean back)
            throws JMSException {
        this.letters = letters;
        this.queue = queue;
        this.filter = filter.until(start);
        this.start = start;
        this.session = connection.createSession(true, Session.SESSION_TRANSACTED);
        this.consumer = session.createConsumer(session.createQueue(queue.name()), this.filter.selector());
        this.producer = back ? session.createProducer(session.createQueue(queue.origin())) : null;
    }

    /** The size of the batch that was committed; 0 when nothing is left, or in reach. */
    int next() throws JMSException {
        int size = 0;
        for (Message message = first();
                message != null;
                message = size < BATCH ? consumer.receive(WAIT_MILLIS) : null) {
            size++;
            if (producer != null) {
                SentBack.send(message, producer);
            }
        }
        session.commit();
        return size;
    }

    /** ActiveMQ shows a selector a page of 200 messages, and another one each time that somebody looks into the queue. */
    private Message first() throws JMSException {
        Message message = consumer.receive(WAIT_MILLIS);
        for (int looks = 0; message == null && looks < MOST_LOOKS && !isComplete(); looks++) {
            last = letters.look(queue, filter, Integer.MAX_VALUE);
            message = consumer.receive(LOOK_MILLIS);
        }
        return message;
    }

    /** Whether nothing is left. What was sent after the start stands behind all that was there then. */
    private boolean isComplete() {
        return last.found().isEmpty() && (!last.partly() || !last.latest().isBefore(start));
    }

    Taken end() {
        if (isComplete()) {
            return Taken.ALL;
        }
        return last.found().isEmpty() ? Taken.ALL_THAT_IS_SHOWN : Taken.NOT_ALL;
    }

    @Override
    public void close() throws JMSException {
        session.close();
    }
}

package io.tollgate.deadletter;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** The broker's dead letter queues, over one connection. Each call throws {@link BrokerFailure} when the broker does not answer. */
public final class DeadLetters implements AutoCloseable {
    /** What ActiveMQ shows of a queue unless its maxBrowsePageSize says more. */
    private static final int SHOWN_BY_DEFAULT = 400;
    /** It shows no more of a queue than fits into the queue's memory, of which a message takes 1 KB beside its body. */
    private static final long SHOWN_BYTES = 8 << 20;

    private static final int MESSAGE_BYTES = 1024;

    private final Connection connection;
    private final String address;

    /**
     * @param connection started; closed with this
     * @param address what a failure calls the broker
     */
    public DeadLetters(Connection connection, String address) {
        this.connection = connection;
        this.address = address;
    }

    /**
     * What was seen of a queue, and changes nothing in it.
     *
     * @param found those that the filter finds, the oldest first
     * @param seen how many were looked at
     * @param latest when the last of those was sent
     * @param partly whether there may be more
     */
    public record Look(List<DeadLetter> found, int seen, Instant latest, boolean partly) {
        static final Look NOTHING_YET = new Look(List.of(), 0, Instant.EPOCH, true);
    }

    /** What is left of what was to be taken. */
    public enum Taken {
        /** Nothing. */
        ALL,
        /** Nothing that the broker shows; it does not show all of a deep queue. */
        ALL_THAT_IS_SHOWN,
        /** Something: it was stopped, or somebody else has what is left. */
        NOT_ALL
    }

    /** @param limit how many messages are looked at, at most */
    public Look look(DeadLetterQueue queue, DeadLetterFilter filter, int limit) {
        List<DeadLetter> found = new ArrayList<>();
        int seen = 0;
        long latest = 0;
        long bytes = 0;
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue.name()))) {
            Enumeration<?> messages = browser.getEnumeration();
            for (; seen < limit && messages.hasMoreElements(); seen++) {
                Message message = (Message) messages.nextElement();
                latest = Math.max(latest, message.getJMSTimestamp());
                bytes += MESSAGE_BYTES + Cause.body(message).length;
                if (filter.matches(message)) {
                    found.add(DeadLetter.of(message, queue));
                }
            }
            return new Look(
                    found,
                    seen,
                    Instant.ofEpochMilli(latest),
                    seen == limit || seen == SHOWN_BY_DEFAULT || bytes > SHOWN_BYTES);
        } catch (InvalidDestinationException e) {
            return new Look(List.of(), 0, Instant.EPOCH, false);
        } catch (JMSException e) {
            throw BrokerFailure.of(e, address);
        }
    }

    /**
     * Takes messages out of a dead letter queue, in batches of 500. Each batch is one transaction: after a crash of this
     * process or of the broker each message is in one of the two queues, and in one only.
     *
     * @param start what was sent later is left alone: it may have come back meanwhile
     * @param back whether they go to the queue that they come from; else they are removed
     * @param stop asked between two batches
     * @param progress told the size of each batch that is committed
     */
    public Taken take(
            DeadLetterQueue queue,
            DeadLetterFilter filter,
            Instant start,
            boolean back,
            BooleanSupplier stop,
            IntConsumer progress) {
        if (look(queue, filter, 1).seen() == 0) {
            return Taken.ALL;
        }
        try (Batches batches = new Batches(connection, this, queue, filter, start, back)) {
            for (int size = batches.next(); size > 0; size = batches.next()) {
                progress.accept(size);
                if (stop.getAsBoolean()) {
                    return Taken.NOT_ALL;
                }
            }
            return batches.end();
        } catch (InvalidDestinationException e) {
            return Taken.ALL;
        } catch (JMSException e) {
            throw BrokerFailure.of(e, address);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            // What was not committed is rolled back by the broker.
        }
    }
}

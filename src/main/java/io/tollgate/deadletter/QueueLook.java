package io.tollgate.deadletter;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stands in queues, by browsing: nothing is taken, and no more is looked at than a bounded number of messages of each. */
public final class QueueLook {
    private static final int MOST = 1000;
    private static final String DLQ = "DLQ.";

    private QueueLook() {}

    /**
     * @param messages that were seen
     * @param more whether there may be more of them
     * @param oldest when the first one was sent; null when there is none
     */
    public record Depth(String queue, int messages, boolean more, Instant oldest) {
        public String text() {
            return messages + (more ? " or more" : "");
        }
    }

    /** @param cause why it is in a dead letter queue; null elsewhere, and where the broker has not noted it */
    public record Found(String queue, Instant sentAt, String cause) {}

    /** Of each queue and of its dead letter queue; one that is not there, or may not be looked into, is empty. */
    public static List<Depth> depths(Connection connection, Collection<String> queues) throws JMSException {
        List<Depth> depths = new ArrayList<>();
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            for (String queue : withDead(queues)) {
                depths.add(depth(session, queue));
            }
        }
        return depths;
    }

    /** Each once: a flow may send to a dead letter queue by itself, as the mail flow of older folders does. */
    private static Set<String> withDead(Collection<String> queues) {
        Set<String> all = new LinkedHashSet<>();
        for (String queue : queues) {
            all.add(queue);
            all.add(queue.startsWith(DLQ) ? queue : DLQ + queue);
        }
        return all;
    }

    private static Depth depth(Session session, String queue) throws JMSException {
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            Enumeration<?> messages = browser.getEnumeration();
            int seen = 0;
            Instant oldest = null;
            while (seen < MOST && messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                if (seen == 0) {
                    oldest = Instant.ofEpochMilli(message.getJMSTimestamp());
                }
                seen++;
            }
            return new Depth(queue, seen, seen == MOST, oldest);
        } catch (InvalidDestinationException | JMSSecurityException e) {
            return new Depth(queue, 0, false, null);
        }
    }

    /** The messages about an event, in these queues and their dead letter queues. */
    public static List<Found> of(Connection connection, String event, Collection<String> queues) throws JMSException {
        List<Found> found = new ArrayList<>();
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            for (String queue : withDead(queues)) {
                found.addAll(of(session, event, queue));
            }
        }
        return found;
    }

    private static List<Found> of(Session session, String event, String queue) throws JMSException {
        List<Found> found = new ArrayList<>();
        String selector = "stripeEventId = '" + event.replace("'", "''") + "'";
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue), selector)) {
            Enumeration<?> messages = browser.getEnumeration();
            while (found.size() < MOST && messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                String cause = queue.startsWith(DLQ) ? Cause.of(message).text() : null;
                found.add(new Found(queue, Instant.ofEpochMilli(message.getJMSTimestamp()), cause));
            }
        } catch (InvalidDestinationException | JMSSecurityException e) {
            return found;
        }
        return found;
    }
}

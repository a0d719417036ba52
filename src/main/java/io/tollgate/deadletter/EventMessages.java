package io.tollgate.deadletter;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Messages that stand in a queue, or in a dead letter queue: looked at, and taken out for good. */
public final class EventMessages {
    private static final int SHOWN_BY_DEFAULT = 400;
    private static final int IDS = 50;
    private static final int MOST_TRIES = 4;
    private static final long WAIT_MILLIS = 500;

    private EventMessages() {}

    /** Which messages are meant. */
    @FunctionalInterface
    public interface About {
        /**
         * @param event its id, as the message says; null when it says none
         * @param body as bytes; none for one that is no text
         */
        boolean test(String event, byte[] body);
    }

    /**
     * What is there.
     *
     * @param messages that are meant
     * @param more whether there may be more: the broker does not show all of a deep queue
     */
    public record Seen(int messages, boolean more) {}

    /**
     * What was done.
     *
     * @param left what is there still: a consumer has it, or a flow that waits for its next try
     */
    public record Removed(int messages, Seen left) {}

    private record Look(Set<String> ids, boolean more) {
        Seen seen() {
            return new Seen(ids.size(), more);
        }
    }

    /** Changes nothing. One that is not there, or may not be looked into, is empty. */
    public static Seen look(Connection connection, String queue, About about) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            return look(session, queue, about).seen();
        }
    }

    private static Look look(Session session, String queue, About about) throws JMSException {
        Set<String> found = new TreeSet<>();
        int seen = 0;
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); seen++) {
                Message message = (Message) all.nextElement();
                if (about.test(DeadLetter.event(message), Cause.body(message))) {
                    found.add(message.getJMSMessageID());
                }
            }
        } catch (InvalidDestinationException | JMSSecurityException e) {
            return new Look(Set.of(), false);
        }
        return new Look(found, seen >= SHOWN_BY_DEFAULT);
    }

    /** Each batch is one transaction: after a crash a message is there, or removed. What somebody else has been given already stays. */
    public static Removed remove(Connection connection, String queue, About about) throws JMSException {
        int removed = 0;
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Session looks = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Look look = look(looks, queue, about);
            for (int tries = 0; !look.ids().isEmpty() && tries < MOST_TRIES; tries++) {
                int now = take(session, queue, look.ids());
                tries = now > 0 ? 0 : tries;
                removed += now;
                look = look(looks, queue, about);
            }
            return new Removed(removed, look.seen());
        }
    }

    private static int take(Session session, String queue, Set<String> ids) throws JMSException {
        int taken = 0;
        List<String> some = ids.stream().limit(IDS).toList();
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue), selector(some))) {
            while (consumer.receive(WAIT_MILLIS) != null) {
                taken++;
            }
            session.commit();
        }
        return taken;
    }

    private static String selector(Collection<String> ids) {
        return ids.stream()
                .map(id -> "'" + id.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "JMSMessageID IN (", ")"));
    }
}

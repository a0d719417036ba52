package io.tollgate.forget;

import io.tollgate.InvalidConfiguration;
import io.tollgate.deadletter.EventMessages;
import io.tollgate.deadletter.EventMessages.About;
import io.tollgate.deadletter.EventMessages.Removed;
import io.tollgate.deadletter.EventMessages.Seen;
import io.tollgate.text.Reason;
import io.tollgate.text.Visible;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** The messages about events in the queues of the routes, in those that the events were sent to, and in their dead letter queues. */
final class QueuedMessages {
    private static final String QUEUE = "jms:queue:";
    private static final String DLQ = "DLQ.";

    private final BrokerSide broker;
    private final Map<String, Integer> messages = new TreeMap<>();
    private final List<String> deep = new ArrayList<>();
    private String unknown;

    QueuedMessages(BrokerSide broker) {
        this.broker = broker;
    }

    private interface Each {
        Seen at(Connection connection, String queue) throws JMSException;
    }

    /** Counts them. */
    void look(About about, Collection<String> destinations) {
        each(destinations, (connection, queue) -> EventMessages.look(connection, queue, about));
    }

    /** Takes them out, and counts what is left. */
    void remove(About about, Collection<String> destinations, IntConsumer progress) {
        each(destinations, (connection, queue) -> {
            Removed removed = EventMessages.remove(connection, queue, about);
            progress.accept(removed.messages());
            return removed.left();
        });
    }

    private void each(Collection<String> destinations, Each each) {
        try (Connection connection = broker.open()) {
            for (String queue : queues(destinations)) {
                note(queue, each.at(connection, queue));
            }
        } catch (JMSException e) {
            unknown = "The broker does not answer: " + Reason.of(e);
        } catch (InvalidConfiguration e) {
            unknown = Visible.of(e.getMessage());
        }
    }

    private void note(String queue, Seen seen) {
        if (seen.messages() > 0) {
            messages.put(queue, seen.messages());
        }
        if (seen.more()) {
            deep.add(queue);
        }
    }

    private Set<String> queues(Collection<String> destinations) {
        Set<String> all = new TreeSet<>(broker.queues());
        destinations.stream()
                .filter(name -> name.startsWith(QUEUE))
                .map(name -> name.substring(QUEUE.length()))
                .forEach(all::add);
        for (String queue : List.copyOf(all)) {
            if (!queue.startsWith(DLQ)) {
                all.add(DLQ + queue);
            }
        }
        return all;
    }

    /** By queue; none where nothing is. */
    Map<String, Integer> messages() {
        return messages;
    }

    List<String> deep() {
        return deep;
    }

    /** Null when the broker has answered. */
    String unknown() {
        return unknown;
    }
}

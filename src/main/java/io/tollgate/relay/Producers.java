package io.tollgate.relay;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * The open producers of a session, one for each destination. To open one is a question to the broker; and for a send of
 * a producer that is for all, the broker makes its name by regular expressions: a seventh of its time.
 */
final class Producers {
    private static final int MOST = 100;

    private final Session session;
    private final MessageProducer forAll;
    private final Map<Destination, MessageProducer> own = new HashMap<>();

    Producers(Session session) throws JMSException {
        this.session = session;
        this.forAll = session.createProducer(null);
    }

    /** Beyond the first 100 destinations, and for several in one name, it is one for all. */
    MessageProducer of(Destination destination) throws JMSException {
        MessageProducer known = own.get(destination);
        boolean several = destination instanceof ActiveMQDestination name && name.isComposite();
        if (known != null || several || own.size() == MOST) {
            return known == null ? forAll : known;
        }
        MessageProducer made = session.createProducer(destination);
        own.put(destination, made);
        return made;
    }
}

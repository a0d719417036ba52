package io.tollgate.routing.queue;

import io.tollgate.deadletter.DeadLetter;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a message to the dead letter queue of the queue that it was taken from, {@code DLQ.} and its name, in the transaction in which
 * it was taken: after a crash it is in one of the two. So the name and the cause are the same on each broker.
 */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    public static final String PREFIX = "DLQ.";
    /** As ActiveMQ itself notes it. */
    public static final String CAUSE = "dlqDeliveryFailureCause";
    /** How the answer of the server that refused it begins. */
    static final String RESPONSE = "dlqResponse";

    private DeadLetters() {}

    /** @return the queue that it is in now */
    static String move(Session session, Message message, Death death) throws JMSException {
        String queue = PREFIX + name(message.getJMSDestination());
        note(message, death);
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message, message.getJMSDeliveryMode(), message.getJMSPriority(), 0);
        }
        return queue;
    }

    /** A message that was received takes no property before all are cleared. */
    private static void note(Message message, Death death) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = String.valueOf(names.nextElement());
            if (!name.equals("JMSXDeliveryCount")) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        properties.put(CAUSE, death.cause());
        if (message.getJMSTimestamp() > 0) {
            properties.put(DeadLetter.FIRST_SENT, message.getJMSTimestamp());
        }
        properties.remove(RESPONSE);
        if (death.response() != null) {
            properties.put(RESPONSE, death.response());
        }
        message.clearProperties();
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            set(message, property.getKey(), property.getValue());
        }
    }

    /** What another client's library has sent may be none that JMS lets us send. */
    private static void set(Message message, String name, Object value) throws JMSException {
        try {
            message.setObjectProperty(name, value);
        } catch (MessageFormatException | IllegalArgumentException e) {
            log.warn(
                    "A property of a dead message was left out, since JMS has no such value or name: {}",
                    e.getMessage());
        }
    }

    static String name(Destination destination) throws JMSException {
        return destination instanceof Topic topic ? topic.getTopicName() : ((Queue) destination).getQueueName();
    }
}

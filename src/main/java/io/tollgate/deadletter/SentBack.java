package io.tollgate.deadletter;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends a dead letter as it was first sent: body, headers and properties, without what its death has added. */
final class SentBack {
    private static final Set<String> OF_ITS_DEATH = Set.of(
            Cause.PROPERTY, Cause.MAIL_REFUSAL, DeadLetter.RESPONSE, DeadLetter.FIRST_SENT, "originalExpiration");
    private static final Set<String> OF_ITS_SENDER = Set.of("JMSXGroupID", "JMSXGroupSeq");

    private SentBack() {}

    /** The message itself goes on, so that nothing of its body is read and written anew; a Java object is not even read. */
    static void send(Message message, MessageProducer producer) throws JMSException {
        Map<String, Object> kept = new HashMap<>();
        List<?> names = Collections.list((Enumeration<?>) message.getPropertyNames());
        for (Object name : names) {
            if (isKept((String) name)) {
                kept.put((String) name, message.getObjectProperty((String) name));
            }
        }
        message.clearProperties();
        for (Map.Entry<String, Object> property : kept.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        // ActiveMQ would count on from the deliveries before
        message.setJMSRedelivered(false);
        producer.send(message, message.getJMSDeliveryMode(), message.getJMSPriority(), Message.DEFAULT_TIME_TO_LIVE);
    }

    /** JMSX are the broker's but for the groups, and AMQ_ is Artemis', which drops what it takes for a duplicate. */
    private static boolean isKept(String name) {
        return OF_ITS_SENDER.contains(name)
                || !OF_ITS_DEATH.contains(name) && !name.startsWith("JMSX") && !name.matches("_+AMQ_.*");
    }
}

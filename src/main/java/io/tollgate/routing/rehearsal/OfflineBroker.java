package io.tollgate.routing.rehearsal;

import io.tollgate.relay.OfflineSession;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.lang.reflect.Proxy;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;

/** The broker of a rehearsal: each message is noted as it would have gone out. */
final class OfflineBroker {
    /** Of properties that a broker sets, and no flow. */
    private static final String BY_BROKERS = "JMSX";

    private final Session session = OfflineSession.to(OfflineBroker::note);
    private final Connection connection = as(Connection.class, "createSession", session);
    private final ConnectionFactory factory = as(ConnectionFactory.class, "createConnection", connection);

    /** One that only makes something. */
    private static <T> T as(Class<T> type, String making, Object made) {
        return type.cast(Proxy.newProxyInstance(
                OfflineBroker.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "the broker of a rehearsal";
                    default -> method.getName().equals(making) ? made : null;
                }));
    }

    ConnectionFactory factory() {
        return factory;
    }

    Session session() {
        return session;
    }

    private static void note(Destination destination, Message message) throws JMSException {
        AtStep place = AtStep.current();
        String name = name(destination);
        String body = message instanceof TextMessage text
                ? text.getText()
                : "(" + message.getClass().getSimpleName().replace("ActiveMQ", "") + ")";
        place.sent(destination instanceof Topic ? "topic" : "queue", name, properties(message), body);
        place.recording()
                .queued(new QueuedMessage(
                        destination,
                        (ActiveMQMessage) ((ActiveMQMessage) message).copy(),
                        place.recording().failures().isOnStandIn()));
    }

    /** As the inbox names it. */
    private static String name(Destination destination) {
        return (destination instanceof Topic ? "jms:topic:" : "jms:queue:")
                + ((ActiveMQDestination) destination).getPhysicalName();
    }

    private static Map<String, String> properties(Message message) throws JMSException {
        Map<String, String> properties = new TreeMap<>();
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            if (!name.startsWith(BY_BROKERS)) {
                properties.put(name, String.valueOf(message.getObjectProperty(name)));
            }
        }
        if (message.getJMSType() != null) {
            properties.put("JMSType", message.getJMSType());
        }
        if (message.getJMSCorrelationID() != null) {
            properties.put("JMSCorrelationID", message.getJMSCorrelationID());
        }
        return properties;
    }
}

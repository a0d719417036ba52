package io.tollgate.relay;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMapMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQObjectMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQStreamMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.command.ActiveMQTopic;

/** A JMS session that needs no broker: messages are made and checked as they are sent, and then given to somebody else. */
public final class OfflineSession {
    /** Is given what a producer is asked to send. */
    interface Sends {
        /** @param settings what was set on the producer before */
        void send(Destination destination, List<SendBuffer.Call> settings, Method method, Object[] arguments)
                throws JMSException;
    }

    /** Is given a message, and where it is to go. */
    public interface Receiver {
        void take(Destination destination, Message message) throws JMSException;
    }

    private final Sends sends;

    private OfflineSession(Sends sends) {
        this.sends = sends;
    }

    static Session to(Sends sends) {
        return as(Session.class, new OfflineSession(sends)::ofSession);
    }

    /** One whose messages go nowhere else. */
    public static Session to(Receiver receiver) {
        SendBuffer last = new SendBuffer();
        return to((destination, settings, method, arguments) -> {
            last.add(destination, settings, method, arguments);
            last.backTo(0);
            receiver.take(destination, (Message) arguments[0]);
        });
    }

    private Object ofSession(Object proxy, Method method, Object[] arguments) throws JMSException {
        return switch (method.getName()) {
            case "createTextMessage" -> text(arguments);
            case "createBytesMessage" -> new ActiveMQBytesMessage();
            case "createMapMessage" -> new ActiveMQMapMessage();
            case "createStreamMessage" -> new ActiveMQStreamMessage();
            case "createObjectMessage" -> object(arguments);
            case "createMessage" -> new ActiveMQMessage();
            case "createQueue" -> new ActiveMQQueue((String) arguments[0]);
            case "createTopic" -> new ActiveMQTopic((String) arguments[0]);
            case "createProducer" -> producer((Destination) arguments[0]);
            case "getTransacted" -> true;
            case "getAcknowledgeMode" -> Session.SESSION_TRANSACTED;
            case "close" -> null;
            default -> ofObject(proxy, method, arguments);
        };
    }

    private static Message text(Object[] arguments) throws JMSException {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        if (arguments != null) {
            message.setText((String) arguments[0]);
        }
        return message;
    }

    private static Message object(Object[] arguments) throws JMSException {
        ActiveMQObjectMessage message = new ActiveMQObjectMessage();
        if (arguments != null) {
            message.setObject((Serializable) arguments[0]);
        }
        return message;
    }

    private MessageProducer producer(Destination destination) {
        List<SendBuffer.Call> settings = new ArrayList<>();
        return as(MessageProducer.class, (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.equals("send")) {
                sends.send(destination, List.copyOf(settings), method, arguments);
            } else if (name.startsWith("set")) {
                settings.add(new SendBuffer.Call(method, arguments));
            } else if (name.equals("getDestination")) {
                return destination;
            } else if (!name.equals("close")) {
                return ofObject(proxy, method, arguments);
            }
            return null;
        });
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "the sends of an attempt";
            default ->
                throw new UnsupportedOperationException("A flow under the relay only sends: " + method.getName()
                        + " needs a flow of its own behind a queue");
        };
    }

    private static <T> T as(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }
}

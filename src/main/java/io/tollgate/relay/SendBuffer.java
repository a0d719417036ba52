package io.tollgate.relay;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
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

/**
 * What the flows of one run send, kept until it is flushed. A message is made and checked when its step runs, which needs
 * no broker; so what one event has sent can be dropped again, and only the flush can find the broker away.
 */
final class SendBuffer {
    private final List<Send> sends = new ArrayList<>();
    private final Session session = as(Session.class, this::ofSession);

    /** One message, as it was given to a producer. */
    private record Send(Destination destination, List<Call> settings, Method method, Object[] arguments) {
        /** Through an open producer, unless the flow has set something on its own. */
        void by(Session real, Producers producers) throws JMSException {
            if (settings.isEmpty() && arguments.length == 1) {
                producers.of(destination).send(destination, (Message) arguments[0]);
            } else if (settings.isEmpty()) {
                producers
                        .of(destination)
                        .send(destination, (Message) arguments[0], (int) arguments[1], (int) arguments[2], (long)
                                arguments[3]);
            } else {
                try (MessageProducer own = real.createProducer(destination)) {
                    for (Call setting : settings) {
                        invoke(own, setting.method(), setting.arguments());
                    }
                    invoke(own, method, arguments);
                }
            }
        }
    }

    private record Call(Method method, Object[] arguments) {}

    /** Those that stay open. */
    interface Producers {
        MessageProducer of(Destination destination) throws JMSException;
    }

    /** A session that sends into this buffer, and does nothing else. */
    Session session() {
        return session;
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    /** How much has been sent so far; for {@link #backTo}. */
    int size() {
        return sends.size();
    }

    /** Drops what was sent since the buffer was of this size. */
    void backTo(int size) {
        sends.subList(size, sends.size()).clear();
    }

    /** Sends all of it, in order, within the real session's transaction. */
    void flush(Session real, Producers producers) throws JMSException {
        for (Send send : sends) {
            send.by(real, producers);
        }
        sends.clear();
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
        List<Call> settings = new ArrayList<>();
        return as(MessageProducer.class, (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.equals("send")) {
                add(destination, List.copyOf(settings), method, arguments);
            } else if (name.startsWith("set")) {
                settings.add(new Call(method, arguments));
            } else if (name.equals("getDestination")) {
                return destination;
            } else if (!name.equals("close")) {
                return ofObject(proxy, method, arguments);
            }
            return null;
        });
    }

    private void add(Destination destination, List<Call> settings, Method method, Object[] arguments)
            throws JMSException {
        if (!(arguments[0] instanceof Message)) {
            throw arguments[0] == null && method.getParameterTypes()[0] == Message.class
                    ? new MessageFormatException("There is no message to send")
                    : new InvalidDestinationException("A flow's producer sends to its own destination only");
        }
        if (destination == null) {
            throw new InvalidDestinationException("There is no destination to send to");
        }
        if (arguments.length != 1 && arguments.length != 4) {
            throw new UnsupportedOperationException("A flow's send is answered at the commit, not by a listener");
        }
        sends.add(new Send(destination, settings, method, arguments));
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

    private static void invoke(Object target, Method method, Object[] arguments) throws JMSException {
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof JMSException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

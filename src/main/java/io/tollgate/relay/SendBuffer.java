package io.tollgate.relay;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * What the flows of one run send, kept until it is flushed. A message is made and checked when its step runs, which needs
 * no broker; so what one event has sent can be dropped again, and only the flush can find the broker away.
 */
final class SendBuffer {
    private final List<Send> sends = new ArrayList<>();

    /** One message, as it was given to a producer; without or with delivery mode, priority and time to live. */
    private record Send(Destination destination, List<Call> settings, Object[] arguments) {
        /** Through an open producer, unless the flow has set something on its own. */
        void by(Session real, Producers producers) throws JMSException {
            if (settings.isEmpty()) {
                by(producers.of(destination));
            } else {
                try (MessageProducer own = real.createProducer(destination)) {
                    for (Call setting : settings) {
                        invoke(own, setting.method(), setting.arguments());
                    }
                    by(own);
                }
            }
        }

        private void by(MessageProducer producer) throws JMSException {
            Message message = (Message) arguments[0];
            if (arguments.length == 1) {
                producer.send(destination, message);
            } else {
                producer.send(destination, message, (int) arguments[1], (int) arguments[2], (long) arguments[3]);
            }
        }
    }

    /** A setting of a producer. */
    record Call(Method method, Object[] arguments) {}

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

    /** @param settings what was set on its producer before */
    void add(Destination destination, List<Call> settings, Method method, Object[] arguments) throws JMSException {
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
        sends.add(new Send(destination, settings, arguments));
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

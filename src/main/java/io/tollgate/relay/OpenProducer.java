package io.tollgate.relay;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A session whose one producer stays open, whatever the destination. JmsTemplate opens and closes one for each message,
 * and each time waits for the broker's answer; a broker that is busy with a deep queue would then slow every flow.
 */
final class OpenProducer {
    private OpenProducer() {}

    /** The same session; what {@code createProducer} returns needs no round trip. */
    static Session in(Session session) throws JMSException {
        MessageProducer shared = session.createProducer(null);
        return as(
                Session.class,
                (proxy, method, arguments) -> method.getName().equals("createProducer")
                        ? as(MessageProducer.class, new Bound(session, shared, (Destination) arguments[0]))
                        : call(session, method, arguments));
    }

    private static <T> T as(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Sends through the shared producer, until it is asked for more than that: then through one of its own. */
    private static final class Bound implements InvocationHandler {
        private final Session session;
        private final MessageProducer shared;
        private final Destination destination;
        private MessageProducer own;

        Bound(Session session, MessageProducer shared, Destination destination) {
            this.session = session;
            this.shared = shared;
            this.destination = destination;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (own == null && method.getName().equals("close")) {
                return null;
            }
            if (own == null && method.getName().equals("send") && arguments[0] instanceof Message message) {
                if (arguments.length == 1) {
                    shared.send(destination, message);
                    return null;
                }
                if (arguments.length == 4) {
                    shared.send(destination, message, (int) arguments[1], (int) arguments[2], (long) arguments[3]);
                    return null;
                }
            }
            if (own == null) {
                own = session.createProducer(destination);
            }
            return call(own, method, arguments);
        }
    }
}

package io.tollgate.relay;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.command.ActiveMQDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.JmsResourceHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transacted JMS session of one relay thread, on a connection of its own so that the watchdog hits no other thread.
 * What flows send is buffered; the first flush that has something connects, and the connection is kept. Its producers
 * stay open: JmsTemplate would open one for each message, and each time wait for the broker's answer.
 */
final class RelaySession {
    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);

    private static final int MOST_PRODUCERS = 100;

    private final ConnectionFactory factory;
    private final Broker broker;
    private final SendBuffer sends = new SendBuffer();
    private volatile Connection connection;
    private volatile boolean lost;
    private volatile boolean aborted;
    private volatile boolean used;
    private Session session;
    private final Map<Destination, MessageProducer> producers = new HashMap<>();
    private MessageProducer anyones;

    RelaySession(ConnectionFactory factory, Broker broker) {
        this.factory = factory;
        this.broker = broker;
    }

    /** From here on every JMS send of this thread through the factory goes into the buffer. */
    void bind() {
        used = false;
        sends.backTo(0);
        if (aborted) {
            aborted = false;
            discard();
        }
        TransactionSynchronizationManager.bindResource(factory, new Buffered());
    }

    void unbind() {
        TransactionSynchronizationManager.unbindResourceIfPossible(factory);
    }

    /** What the flows of this run have sent and was not flushed yet. */
    SendBuffer sends() {
        return sends;
    }

    /** Whether this run has needed the broker. */
    boolean used() {
        return used;
    }

    /** Whether its connection has ended by itself. */
    boolean isLost() {
        return connection instanceof ActiveMQConnection activemq && activemq.isTransportFailed();
    }

    /** Sends what is buffered. The broker works on it meanwhile; its answer comes with the commit. */
    void flush() throws JMSException {
        if (!sends.isEmpty()) {
            open();
            sends.flush(session, this::producer);
        }
    }

    /** After a failure the connection is closed: only that is sure to end the transaction. */
    void commit() throws JMSException {
        if (used) {
            session.commit();
        }
    }

    /** Takes back what this run sent. */
    void rollback() {
        sends.backTo(0);
        if (used && session != null) {
            try {
                session.rollback();
            } catch (JMSException | RuntimeException e) {
                discard();
            }
        }
    }

    /**
     * Refuses the session for the rest of this attempt. Does not block, and may be called by any thread.
     *
     * @return what ends the attempt's waiting for the broker; it may block, and never touches a later connection
     */
    Runnable abort() {
        aborted = true;
        Connection hanging = connection;
        return () -> stop(hanging);
    }

    private static void stop(Connection hanging) {
        try {
            if (hanging instanceof ActiveMQConnection activemq) {
                cut(activemq.getTransport().narrow(Socket.class));
                activemq.getTransport().stop();
            } else if (hanging != null) {
                hanging.close();
            }
        } catch (Exception e) {
            log.debug("Stopping a JMS transport", e);
        }
    }

    /** Stopping a transport over failover or TLS would wait for the very write that hangs. */
    private static void cut(Socket socket) throws IOException {
        if (socket != null) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** Closes the connection without a word to the broker; the next run that needs one opens another. */
    void discard() {
        Connection old = connection;
        connection = null;
        session = null;
        producers.clear();
        if (old != null) {
            stop(old);
            try {
                old.close();
            } catch (JMSException | RuntimeException e) {
                log.debug("Closing a lost JMS connection", e);
            }
        }
    }

    /** One for each destination: for a send of a producer of any, the broker looks its name up by regular expressions. */
    private MessageProducer producer(Destination destination) throws JMSException {
        MessageProducer known = producers.get(destination);
        boolean several = destination instanceof ActiveMQDestination own && own.isComposite();
        if (known != null || several || producers.size() == MOST_PRODUCERS) {
            return known == null ? anyones : known;
        }
        MessageProducer made = session.createProducer(destination);
        producers.put(destination, made);
        return made;
    }

    private void open() throws JMSException {
        if (lost) {
            discard();
        }
        if (session == null) {
            connect();
        }
        used = true;
    }

    private void connect() throws JMSException {
        try {
            lost = false;
            connection = factory.createConnection();
            if (aborted) {
                throw new IllegalStateException("The deadline is over: nothing is sent any more");
            }
            connection.setExceptionListener(e -> lost = true);
            session = connection.createSession(true, Session.SESSION_TRANSACTED);
            anyones = session.createProducer(null);
        } catch (JMSException | RuntimeException e) {
            discard();
            if (!aborted) {
                broker.markAway("no connection: " + FailureText.of(e));
            }
            throw e;
        }
    }

    /** What Spring's JmsTemplate finds bound to the thread. */
    private final class Buffered extends JmsResourceHolder {
        @Override
        public Session getSession() {
            return sends.session();
        }

        @Override
        public <S extends Session> S getSession(Class<S> type) {
            return type.cast(sends.session());
        }

        @Override
        public <S extends Session> S getSession(Class<S> type, Connection ofConnection) {
            return type.cast(sends.session());
        }
    }
}

package io.tollgate.relay;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import org.apache.activemq.ActiveMQConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.JmsResourceHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transacted JMS session of one relay thread, on a connection of its own so that the watchdog hits no other thread.
 * Connects when the first send of an attempt needs it, and is kept for the next attempt.
 */
final class RelaySession {
    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);

    private final ConnectionFactory factory;
    private final Broker broker;
    private volatile Connection connection;
    private volatile boolean lost;
    private volatile boolean aborted;
    private volatile boolean used;
    private Session session;

    RelaySession(ConnectionFactory factory, Broker broker) {
        this.factory = factory;
        this.broker = broker;
    }

    /** From here on every JMS send of this thread through the factory joins this session. */
    void bind() {
        used = false;
        if (aborted) {
            aborted = false;
            discard();
        }
        TransactionSynchronizationManager.bindResource(factory, new LazySession());
    }

    void unbind() {
        TransactionSynchronizationManager.unbindResourceIfPossible(factory);
    }

    /** Whether the current attempt needed the broker. */
    boolean used() {
        return used;
    }

    /** After a failure the connection is closed: only that is sure to end the transaction. */
    void commit() throws JMSException {
        if (used) {
            try {
                session.commit();
            } catch (JMSException | RuntimeException e) {
                discard();
                throw e;
            }
        }
    }

    /** Takes back what the current attempt sent; when that cannot be said to the broker, the lost connection does. */
    void rollback() {
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

    /** Closes the connection without a word to the broker; the next attempt that needs one opens another. */
    void discard() {
        Connection old = connection;
        connection = null;
        session = null;
        if (old != null) {
            stop(old);
            try {
                old.close();
            } catch (JMSException | RuntimeException e) {
                log.debug("Closing a lost JMS connection", e);
            }
        }
    }

    private Session open() {
        if (aborted) {
            throw new IllegalStateException("The deadline is over: nothing is sent any more");
        }
        if (lost && !used) {
            discard();
        }
        if (session == null) {
            if (broker.isAway()) {
                throw new BrokerUnavailable("The broker is away", null);
            }
            try {
                lost = false;
                connection = factory.createConnection();
                if (aborted) {
                    throw new IllegalStateException("the deadline came first");
                }
                connection.setExceptionListener(e -> lost = true);
                session = OpenProducer.in(connection.createSession(true, Session.SESSION_TRANSACTED));
            } catch (JMSException | RuntimeException e) {
                discard();
                throw new BrokerUnavailable("No connection to the broker: " + e.getMessage(), e);
            }
        }
        used = true;
        return session;
    }

    /** What Spring's JmsTemplate finds bound to the thread; it opens the session when first asked for it. */
    private final class LazySession extends JmsResourceHolder {
        @Override
        public Session getSession() {
            return open();
        }

        @Override
        public <S extends Session> S getSession(Class<S> type) {
            return type.cast(open());
        }

        @Override
        public <S extends Session> S getSession(Class<S> type, Connection ofConnection) {
            return type.cast(open());
        }

        @Override
        public Connection getConnection() {
            open();
            return connection;
        }
    }
}

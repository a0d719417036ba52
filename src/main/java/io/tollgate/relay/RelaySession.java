package io.tollgate.relay;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.ActiveMQConnection;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transacted JMS session of one relay thread, on a connection of its own so that the watchdog hits no other thread.
 * What flows send is buffered; the first flush that has something connects, and the connection is kept. Its producers
 * stay open: JmsTemplate would open one for each message, and each time wait for the broker's answer.
 */
final class RelaySession {
    private final ConnectionFactory factory;
    private final Broker broker;
    private final SendBuffer sends = new SendBuffer();
    private volatile Connection connection;
    private volatile boolean lost;
    private volatile boolean aborted;
    private volatile boolean used;
    private Session session;
    private Producers producers;

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
        TransactionSynchronizationManager.bindResource(factory, new BufferedSession(sends));
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
            sends.flush(session, producers);
        }
    }

    /** After a failure the connection is closed: only that is sure to end the transaction. */
    void commit() throws JMSException {
        if (used) {
            session.commit();
        }
    }

    /**
     * Takes back what this run sent.
     *
     * @param asking whether the broker may be asked: where it has failed once, each question could take its timeout
     */
    void rollback(boolean asking) {
        sends.backTo(0);
        try {
            if (asking && used && session != null) {
                session.rollback();
            } else if (!asking) {
                discard();
            }
        } catch (JMSException | RuntimeException e) {
            discard();
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
        return () -> Transports.stop(hanging);
    }

    /** Closes the connection without a word to the broker; the next run that needs one opens another. */
    void discard() {
        Connection old = connection;
        connection = null;
        session = null;
        Transports.close(old);
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
            producers = new Producers(session);
        } catch (JMSException | RuntimeException e) {
            discard();
            if (!aborted) {
                broker.markAway("no connection: " + FailureText.of(e));
            }
            throw e;
        }
    }
}

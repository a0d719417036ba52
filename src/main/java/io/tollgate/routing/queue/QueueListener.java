package io.tollgate.routing.queue;

import io.tollgate.text.Reason;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.transaction.TransactionStatus;

/** Takes messages for a flow, in a transaction each. */
final class QueueListener extends DefaultJmsMessageListenerContainer {
    private static final Logger log = LoggerFactory.getLogger(QueueFlow.class);

    private final QueueFlow flow;
    private final JmsConfiguration settings;
    private final NextDelay nextDelay;
    private final AfterCommit afterCommit;
    private final ThreadLocal<Throwable> said = new ThreadLocal<>();

    QueueListener(JmsEndpoint endpoint, QueueParts parts) {
        super(endpoint);
        this.flow = new QueueFlow(endpoint, parts, this::isRunning);
        this.settings = endpoint.getConfiguration();
        this.afterCommit = parts.afterCommit();
        this.nextDelay = parts.redelivery().nextDelay();
    }

    @Override
    protected boolean doReceiveAndExecute(
            Object invoker, Session session, MessageConsumer consumer, TransactionStatus transaction)
            throws JMSException {
        try {
            return super.doReceiveAndExecute(invoker, session, consumer, transaction);
        } finally {
            nextDelay.clear();
            said.remove();
        }
    }

    @Override
    protected void doExecuteListener(Session session, Message message) throws JMSException {
        afterCommit.begin();
        try {
            super.doExecuteListener(session, message);
            afterCommit.committed();
        } finally {
            afterCommit.end();
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected void doInvokeListener(SessionAwareMessageListener listener, Session session, Message message)
            throws JMSException {
        try {
            flow.take(session, message, () -> super.doInvokeListener(listener, session, message));
        } catch (RuntimeException | JMSException failure) {
            said.set(failure);
            throw failure;
        }
    }

    /** Camel's own line has the text of the exception, and with it the payload's; what failed in the flow is said already. */
    @Override
    protected void invokeErrorHandler(Throwable failure) {
        if (settings.getErrorHandler() != null) {
            super.invokeErrorHandler(failure);
        } else if (said.get() != failure) {
            log.warn(
                    "A message of {} did not come to the end of its transaction, and is taken again: {}",
                    getDestinationName(),
                    Reason.of(failure));
        }
    }
}

package io.tollgate.routing;

import io.tollgate.text.Reason;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.transaction.TransactionStatus;

/**
 * Takes messages for a flow. A Java object is not read, since reading one runs code that its sender chose, and no retry would
 * mend it: it goes to the queue {@code DLQ.} and the name, as it is. After a crash it is in one of the two queues; without a
 * transaction it may be in both. Says in one line which message has failed in its flow, and why.
 */
final class QueueListener extends DefaultJmsMessageListenerContainer {
    private static final Logger log = LoggerFactory.getLogger(QueueListener.class);

    private final JmsConfiguration settings;
    private final String queue;
    private final ThreadLocal<Message> current = new ThreadLocal<>();

    QueueListener(JmsEndpoint endpoint) {
        super(endpoint);
        this.settings = endpoint.getConfiguration();
        this.queue = endpoint.getDestinationName();
    }

    @Override
    protected boolean doReceiveAndExecute(
            Object invoker, Session session, MessageConsumer consumer, TransactionStatus transaction)
            throws JMSException {
        try {
            return super.doReceiveAndExecute(invoker, session, consumer, transaction);
        } finally {
            current.remove();
        }
    }

    @Override
    protected void doExecuteListener(Session session, Message message) throws JMSException {
        current.set(message);
        super.doExecuteListener(session, message);
    }

    /** In the place of Camel's own line, whose text is that of the exception, and with it the payload's. */
    @Override
    protected void invokeErrorHandler(Throwable failure) {
        Message message = current.get();
        if (settings.getErrorHandler() != null || message == null) {
            super.invokeErrorHandler(failure);
            return;
        }
        String line = "%s failed in its flow behind %s, and is delivered again as the broker is set: %s"
                .formatted(id(message), queue, Reason.of(failure, payload(message)));
        CamelLogger.log(log, settings.getErrorHandlerLoggingLevel(), line);
    }

    private static String id(Message message) {
        try {
            String event = message.getStringProperty("stripeEventId");
            return event == null ? "Message " + message.getJMSMessageID() : event;
        } catch (JMSException e) {
            return "A message";
        }
    }

    private static List<byte[]> payload(Message message) {
        try {
            if (message instanceof BytesMessage bytes) {
                return Collections.singletonList(bytes.getBody(byte[].class));
            }
            String text = message instanceof TextMessage body ? body.getText() : message.toString();
            return List.of(String.valueOf(text).getBytes(StandardCharsets.UTF_8));
        } catch (JMSException e) {
            return List.of();
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected void doInvokeListener(SessionAwareMessageListener listener, Session session, Message message)
            throws JMSException {
        if (message instanceof ObjectMessage) {
            refuse(session, message, name(message.getJMSDestination()));
        } else {
            super.doInvokeListener(listener, session, message);
        }
    }

    private static String name(Destination destination) throws JMSException {
        return destination instanceof Topic topic ? topic.getTopicName() : ((Queue) destination).getQueueName();
    }

    private static void refuse(Session session, Message message, String queue) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue("DLQ." + queue))) {
            producer.send(message);
        }
        log.error(
                "A message of {} is a Java object, which no flow reads, and was moved to DLQ.{}: let its sender send"
                        + " text (message {})",
                queue,
                queue,
                message.getJMSMessageID());
    }
}

package io.tollgate.routing;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.SessionAwareMessageListener;

/**
 * Takes messages for a flow. A Java object is not read, since reading one runs code that its sender chose, and no retry would
 * mend it: it goes to the queue {@code DLQ.} and the name, as it is. After a crash it is in one of the two queues; without a
 * transaction it may be in both.
 */
final class QueueListener extends DefaultJmsMessageListenerContainer {
    private static final Logger log = LoggerFactory.getLogger(QueueListener.class);

    QueueListener(JmsEndpoint endpoint) {
        super(endpoint);
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

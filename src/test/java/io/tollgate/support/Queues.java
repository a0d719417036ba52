package io.tollgate.support;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Reads queues as a consumer would, over TCP. */
public final class Queues {
    private Queues() {}

    /** Takes all messages from the queue: waits 20 s for the first and 300 ms for each further one. */
    public static List<Message> drain(String brokerUrl, String queue) throws JMSException {
        List<Message> messages = new ArrayList<>();
        try (var connection = new ActiveMQConnectionFactory(brokerUrl).createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            for (Message m = consumer.receive(20_000); m != null; m = consumer.receive(300)) {
                messages.add(m);
            }
        }
        return messages;
    }

    /** Takes the next message from the queue; waits 30 s for it, and is null then. */
    public static Message next(String brokerUrl, String queue) throws JMSException {
        try (var connection = new ActiveMQConnectionFactory(brokerUrl).createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return session.createConsumer(session.createQueue(queue)).receive(30_000);
        }
    }
}

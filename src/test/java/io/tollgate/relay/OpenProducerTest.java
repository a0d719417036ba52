package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.support.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenProducerTest {
    private TestBroker broker;
    private Connection connection;
    private Session session;

    @BeforeEach
    void connect(@TempDir Path directory) throws Exception {
        broker = TestBroker.start(directory);
        connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
        session = OpenProducer.in(connection.createSession(true, Session.SESSION_TRANSACTED));
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.stop();
    }

    @Test
    void sendsToEachDestinationInTheSessionsTransaction() throws Exception {
        for (String queue : List.of("a", "b", "a")) {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            producer.send(session.createTextMessage());
            producer.close();
        }
        session.commit();
        send("a", producer -> producer.send(session.createTextMessage()));
        session.rollback();

        assertThat(broker.drain("a")).hasSize(2);
        assertThat(broker.drain("b")).hasSize(1);
    }

    @Test
    void keepsModePriorityAndLifetimeOfAMessage() throws Exception {
        send("a", producer -> producer.send(session.createTextMessage(), DeliveryMode.NON_PERSISTENT, 9, 60_000));
        send("b", producer -> producer.send(session.createTextMessage()));
        session.commit();

        Message special = broker.drain("a").get(0);
        assertThat(special.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(special.getJMSPriority()).isEqualTo(9);
        assertThat(special.getJMSExpiration()).isPositive();
        Message usual = broker.drain("b").get(0);
        assertThat(usual.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(usual.getJMSPriority()).isEqualTo(4);
        assertThat(usual.getJMSExpiration()).isZero();
    }

    @Test
    void whatIsSetOnOneProducerHoldsForNoOther() throws Exception {
        send("a", producer -> {
            producer.setTimeToLive(60_000);
            producer.send(session.createTextMessage());
        });
        send("a", producer -> producer.send(session.createTextMessage()));
        session.commit();

        List<Message> messages = broker.drain("a");
        assertThat(messages.get(0).getJMSExpiration()).isPositive();
        assertThat(messages.get(1).getJMSExpiration()).isZero();
    }

    @Test
    void failsAsTheProducerDoes() {
        assertThatThrownBy(() -> send("a", producer -> producer.send(null, session.createTextMessage())))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
    }

    private interface Sending {
        void by(MessageProducer producer) throws JMSException;
    }

    private void send(String queue, Sending sending) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            sending.by(producer);
        }
    }
}

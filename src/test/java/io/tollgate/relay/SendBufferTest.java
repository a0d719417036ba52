package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.support.TestBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendBufferTest {
    private TestBroker broker;
    private Connection connection;
    private final SendBuffer sends = new SendBuffer();
    private final Session session = new BufferedSession(sends).getSession();
    private Session real;
    private Producers producers;

    @BeforeEach
    void connect(@TempDir Path directory) throws Exception {
        broker = TestBroker.start(directory);
        connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
        real = connection.createSession(true, Session.SESSION_TRANSACTED);
        producers = new Producers(real);
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
        int two = sends.size() - 1;
        sends.backTo(two);
        flush();
        real.commit();
        send("a", producer -> producer.send(session.createTextMessage()));
        flush();
        real.rollback();

        assertThat(broker.drain("a")).hasSize(1);
        assertThat(broker.drain("b")).hasSize(1);
    }

    @Test
    void reachesSeveralQueuesByOneName_andMoreThanHaveAProducer() throws Exception {
        send("a,b", producer -> producer.send(session.createTextMessage("both")));
        for (int i = 0; i < 105; i++) {
            send("queue" + i, producer -> producer.send(session.createTextMessage("one")));
        }
        flush();
        real.commit();

        assertThat(broker.drain("a")).hasSize(1);
        assertThat(broker.drain("b")).hasSize(1);
        assertThat(broker.drain("queue0")).hasSize(1);
        assertThat(broker.drain("queue104")).hasSize(1);
    }

    @Test
    void keepsModePriorityAndLifetimeOfAMessage() throws Exception {
        send("a", producer -> producer.send(session.createTextMessage(), DeliveryMode.NON_PERSISTENT, 9, 60_000));
        send("b", producer -> producer.send(session.createTextMessage()));
        flush();
        real.commit();

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
        flush();
        real.commit();

        List<Message> messages = broker.drain("a");
        assertThat(messages.get(0).getJMSExpiration()).isPositive();
        assertThat(messages.get(1).getJMSExpiration()).isZero();
    }

    @Test
    void failsAsTheProducerDoes() {
        assertThatThrownBy(() -> send("a", producer -> producer.send(null, session.createTextMessage())))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> send("a", producer -> producer.send((Message) null)))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> session.createProducer(null).send(session.createTextMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(null)).hasMessageContaining("only sends");
        assertThat(sends.isEmpty()).isTrue();
    }

    @Test
    void keepsEachKindOfMessage() throws Exception {
        MessageProducer producer = session.createProducer(session.createTopic("unheard"));
        producer.send(session.createMessage());
        producer.close();
        send("a", own -> {
            own.send(session.createTextMessage("text"));
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[] {1, 2, 3});
            own.send(bytes);
            MapMessage map = session.createMapMessage();
            map.setInt("one", 1);
            map.setStringProperty("property", "kept");
            own.send(map);
            StreamMessage stream = session.createStreamMessage();
            stream.writeLong(5);
            own.send(stream);
        });
        flush();
        real.commit();

        List<Message> received = broker.drain("a");
        assertThat(received.get(0).getBody(String.class)).isEqualTo("text");
        assertThat(received.get(1).getBody(byte[].class)).containsExactly(1, 2, 3);
        assertThat(((MapMessage) received.get(2)).getInt("one")).isEqualTo(1);
        assertThat(received.get(2).getStringProperty("property")).isEqualTo("kept");
        assertThat(((StreamMessage) received.get(3)).readLong()).isEqualTo(5);
    }

    private void flush() throws JMSException {
        sends.flush(real, producers);
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

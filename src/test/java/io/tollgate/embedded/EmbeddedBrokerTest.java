package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.support.RawHttp;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {
    @TempDir
    Path data;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = new EmbeddedBroker(data.resolve("activemq"), 0, 0);
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void keepsMessagesOverARestartOnTheSamePorts() throws JMSException {
        String url = broker.url();
        try (Client client = new Client(url)) {
            client.send("kept", "still here");
        }
        broker.stop();
        broker.start();
        assertThat(broker.url()).isEqualTo(url);
        try (Client client = new Client(url)) {
            assertThat(((TextMessage) client.receive("kept")).getText()).isEqualTo("still here");
        }
    }

    @Test
    void aQueueWithoutAConsumerGrowsOnDiskAndStopsNobody() throws JMSException {
        int megabytes = 40; // more than the memory limit of a queue
        try (Client client = new Client(broker.url())) {
            for (int i = 0; i < megabytes; i++) {
                client.send("nobody-reads", new byte[1 << 20]);
            }
            client.send("another", "arrives");
            assertThat(((TextMessage) client.receive("another")).getText()).isEqualTo("arrives");
            for (int i = 0; i < megabytes; i++) {
                assertThat(((BytesMessage) client.receive("nobody-reads")).getBodyLength())
                        .isEqualTo(1 << 20);
            }
        }
    }

    @Test
    void whatCannotBeDeliveredGoesToADeadLetterQueueOfItsOwn() throws JMSException {
        try (Client client = new Client(broker.url())) {
            client.send("stripe.mail", "undeliverable");
            failDelivery(client);
            assertThat(((TextMessage) client.receive("DLQ.stripe.mail")).getText())
                    .isEqualTo("undeliverable");
        }
    }

    private static void failDelivery(Client client) throws JMSException {
        client.factory.getRedeliveryPolicy().setMaximumRedeliveries(1);
        client.factory.getRedeliveryPolicy().setInitialRedeliveryDelay(0);
        try (Connection connection = client.factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue("stripe.mail"));
            for (int delivery = 0; delivery < 2; delivery++) {
                assertThat(consumer.receive(5_000)).isNotNull();
                session.rollback();
            }
            assertThat(consumer.receive(200)).isNull();
        }
    }

    @Test
    void speaksStomp() throws Exception {
        try (Client client = new Client(broker.url());
                Socket stomp = new Socket(InetAddress.getLoopbackAddress(), broker.stompPort())) {
            client.send("for-stomp", "bonjour");
            stomp.getOutputStream()
                    .write(("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0"
                                    + "SUBSCRIBE\nid:0\ndestination:/queue/for-stomp\n\n\0")
                            .getBytes(StandardCharsets.UTF_8));
            stomp.setSoTimeout(10_000);
            StringBuilder received = new StringBuilder();
            while (!received.toString().contains("bonjour")) {
                received.append((char) stomp.getInputStream().read());
            }
            assertThat(received).contains("CONNECTED", "MESSAGE");
        }
    }

    @Test
    void hangsUpOnAPageInABrowser() throws Exception {
        String frames = "CONNECT\naccept-version:1.2\nhost:localhost\n\n\0SEND\ndestination:/queue/planted\n\nx\0";
        byte[] request = ("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + frames).getBytes(StandardCharsets.UTF_8);
        for (int port : new int[] {broker.stompPort(), broker.openwirePort()}) {
            assertThat(RawHttp.send(port, request).body()).doesNotContain("CONNECTED");
        }
        try (Client client = new Client(broker.url())) {
            client.send("planted", "the first");
            assertThat(((TextMessage) client.receive("planted")).getText()).isEqualTo("the first");
        }
    }

    @Test
    void aTakenPortIsNamedTogetherWithItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new EmbeddedBroker(data.resolve("other"), port, 0).start())
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("TOLLGATE_EMBEDDED_OPENWIREPORT");
            assertThatThrownBy(() -> new EmbeddedBroker(data.resolve("other"), 0, port).start())
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("tollgate.embedded.stomp-port");
        }
    }

    @Test
    void aSecondBrokerOnTheSameFolderIsRefusedAtOnce() {
        assertThatThrownBy(() -> new EmbeddedBroker(data.resolve("activemq"), 0, 0).start())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("SPRING_ACTIVEMQ_BROKER_URL");
    }

    private static final class Client implements AutoCloseable {
        private final ActiveMQConnectionFactory factory;
        private final Connection connection;
        private final Session session;

        Client(String url) throws JMSException {
            factory = new ActiveMQConnectionFactory(url);
            connection = factory.createConnection();
            connection.start();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        }

        void send(String queue, String text) throws JMSException {
            send(queue, session.createTextMessage(text));
        }

        void send(String queue, byte[] bytes) throws JMSException {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(bytes);
            send(queue, message);
        }

        private void send(String queue, Message message) throws JMSException {
            try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                producer.send(message);
            }
        }

        Message receive(String queue) throws JMSException {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                Message message = consumer.receive(10_000);
                assertThat(message).as("a message in " + queue).isNotNull();
                return message;
            }
        }

        @Override
        public void close() throws JMSException {
            connection.close();
        }
    }
}

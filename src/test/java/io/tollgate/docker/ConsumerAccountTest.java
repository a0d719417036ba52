package io.tollgate.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.Stomp;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the account of the consumers may do at a broker of {@code docker/activemq/activemq.xml}: take messages, no more. */
class ConsumerAccountTest {
    private static final Pattern MADE_AT_START = Pattern.compile("<queue physicalName=\"([^\"]+)\"/>");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(stripe\\.[a-z.]+)` \\|", Pattern.MULTILINE);

    private static BrokerProcess broker;

    private ActiveMQConnection consumer;
    private Session session;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws IOException {
        broker = new BrokerProcess(directory);
        broker.start();
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @BeforeEach
    void connect() throws JMSException {
        consumer = (ActiveMQConnection)
                new ActiveMQConnectionFactory("consumer", BrokerProcess.CONSUMER_PASSWORD, broker.url())
                        .createConnection();
        consumer.start();
        session = consumer.createSession(true, Session.SESSION_TRANSACTED);
    }

    @AfterEach
    void disconnect() throws JMSException {
        consumer.close();
    }

    @Test
    void itTakesMessages() throws JMSException {
        MessageConsumer waiting = session.createConsumer(session.createQueue("stripe.disputes"));
        sendAsGateway("stripe.disputes");
        Message message = waiting.receive(10_000);
        session.commit();

        assertThat(message.getBody(String.class)).isEqualTo("an event");
    }

    @Test
    void itLooksAtMessagesAndLeavesThem() throws JMSException {
        sendAsGateway("stripe.payments.succeeded");

        assertThat(session.createBrowser(session.createQueue("stripe.payments.succeeded"))
                        .getEnumeration()
                        .hasMoreElements())
                .isTrue();
    }

    /** The broker does that, not the client. */
    @Test
    void whatItRefusesEndsInTheDeadLetterQueue() throws JMSException {
        consumer.getRedeliveryPolicy().setMaximumRedeliveries(0);
        sendAsGateway("stripe.subscriptions");
        MessageConsumer refusing = session.createConsumer(session.createQueue("stripe.subscriptions"));
        assertThat(refusing.receive(10_000)).isNotNull();
        session.rollback();

        try (Connection gateway = broker.connect()) {
            gateway.start();
            Session reading = gateway.createSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThat(reading.createConsumer(reading.createQueue("DLQ.stripe.subscriptions"))
                            .receive(10_000))
                    .isNotNull();
        }
    }

    @Test
    void itTakesMessagesOverStomp() throws Exception {
        sendAsGateway("stripe.checkout.completed");

        assertThat(Stomp.receive(
                        broker.stompPort(), "consumer", BrokerProcess.CONSUMER_PASSWORD, "stripe.checkout.completed"))
                .isEqualTo("an event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue://stripe.mail",
                "queue://stripe.new",
                "queue://stripe.disputes,queue://stripe.mail",
                "topic://ActiveMQ.Advisory.TempQueue",
                "topic://ActiveMQ.Advisory.TempQueue,queue://stripe.mail",
                "topic://anything"
            })
    void itSendsNothing(String destination) {
        assertThatThrownBy(() -> send(session, of(destination)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not authorized to write to");
    }

    @Test
    void itSendsNothingThroughAProducerWithoutADestination() {
        assertThatThrownBy(() -> {
                    session.createProducer(null)
                            .send(session.createQueue("stripe.mail"), session.createTextMessage("forged"));
                    session.commit();
                })
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topic://anything", "topic://ActiveMQ.Advisory.Connection", "topic://>"})
    void itReadsNoTopic(String destination) {
        assertThatThrownBy(() -> session.createConsumer(of(destination)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not authorized to read from");
    }

    @Test
    void itNeitherMakesNorRemovesQueues() throws JMSException {
        sendAsGateway("stripe.payments.failed");

        assertThatThrownBy(() -> consumer.destroyDestination(new ActiveMQQueue("stripe.payments.failed")))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("stripe.new")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("not authorized to create");
        assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSException.class);
        assertThat(session.createConsumer(session.createQueue("stripe.payments.failed"))
                        .receive(10_000))
                .isNotNull();
    }

    @Test
    void aConsumerMayStartBeforeTheFirstMessageOfEachDocumentedQueue() throws IOException {
        assertThat(names(MADE_AT_START, "docker/activemq/activemq.xml"))
                .isEqualTo(names(DOCUMENTED, "docs/consumers.md"));
    }

    private static Set<String> names(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Destination of(String name) {
        return name.startsWith("queue://")
                ? new ActiveMQQueue(name.substring("queue://".length()))
                : new ActiveMQTopic(name.substring("topic://".length()));
    }

    private static void sendAsGateway(String queue) throws JMSException {
        try (Connection gateway = broker.connect()) {
            send(gateway.createSession(true, Session.SESSION_TRANSACTED), new ActiveMQQueue(queue));
        }
    }

    private static void send(Session session, Destination destination) throws JMSException {
        session.createProducer(destination).send(session.createTextMessage("an event"));
        session.commit();
    }
}

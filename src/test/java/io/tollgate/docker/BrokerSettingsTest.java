package io.tollgate.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.StorePendingQueueMessageStoragePolicy;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a broker from {@code docker/activemq/activemq.xml}, on ports of its own. */
class BrokerSettingsTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "BROKER_USER",
            "tollgate",
            "BROKER_PASSWORD",
            "secret",
            "CONSUMER_PASSWORD",
            "of-the-consumers",
            "openwire.port",
            "0",
            "stomp.port",
            "0",
            "broker.address",
            "127.0.0.1");

    @TempDir
    private static Path data;

    private static BrokerService broker;

    @BeforeAll
    static void start() throws Exception {
        SETTINGS.forEach(System::setProperty);
        System.setProperty("activemq.data", data.toString());
        broker = BrokerFactory.createBroker("xbean:file:docker/activemq/activemq.xml", true);
        broker.waitUntilStarted();
    }

    @AfterAll
    static void stop() throws Exception {
        broker.stop();
        broker.waitUntilStopped();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("activemq.data");
    }

    @Test
    void pagesQueuesToDiskInsteadOfStoppingProducers() {
        PolicyEntry policy = broker.getDestinationPolicy().getEntryFor(new ActiveMQQueue("stripe.disputes"));
        assertThat(policy.isProducerFlowControl()).isFalse();
        assertThat(policy.getMemoryLimit()).isEqualTo(16L << 20);
        assertThat(policy.getMaxBrowsePageSize()).isEqualTo(10_000);
        assertThat(policy.getPendingQueuePolicy()).isInstanceOf(StorePendingQueueMessageStoragePolicy.class);
        assertThat(broker.getSystemUsage().isSendFailIfNoSpace()).isTrue();
    }

    @Test
    void syncsToDiskBeforeItAcknowledges() throws IOException {
        KahaDBPersistenceAdapter store = (KahaDBPersistenceAdapter) broker.getPersistenceAdapter();
        assertThat(store.getJournalDiskSyncStrategy()).isEqualToIgnoringCase("always");
        assertThat(store.getDirectory()).isEqualTo(data.resolve("kahadb").toFile());
    }

    @Test
    void keepsTheIndexOfADeepQueueOutOfTheHeap() throws IOException {
        KahaDBPersistenceAdapter store = (KahaDBPersistenceAdapter) broker.getPersistenceAdapter();
        assertThat(store.getIndexCacheSize()).isEqualTo(1000);
    }

    @Test
    void givesEachQueueADeadLetterQueueOfItsOwn() throws JMSException {
        ActiveMQConnectionFactory factory = factory("secret");
        factory.getRedeliveryPolicy().setMaximumRedeliveries(0);
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue("stripe.mail"));
            producer.send(session.createTextMessage("refused"));
            session.commit();
            MessageConsumer consumer = session.createConsumer(session.createQueue("stripe.mail"));
            assertThat(consumer.receive(10_000)).isNotNull();
            session.rollback();
            Message dead = session.createConsumer(session.createQueue("DLQ.stripe.mail"))
                    .receive(10_000);
            assertThat(dead.getBody(String.class)).isEqualTo("refused");
        }
    }

    /** The client sees a security exception, or that the broker has closed the connection, whichever comes first. */
    @Test
    void letsNobodyInWithoutThePassword() {
        assertThatThrownBy(() -> factory("guessed").createConnection().start()).isInstanceOf(JMSException.class);
        assertThatThrownBy(() ->
                        new ActiveMQConnectionFactory(url()).createConnection().start())
                .isInstanceOf(JMSException.class);
    }

    @Test
    void theHealthCheckSucceedsOnlyWhenTheBrokerLetsItIn() throws Exception {
        int stomp = port("stomp");
        assertThat(healthCheck(stomp, "secret")).isZero();
        assertThat(healthCheck(stomp, "guessed")).isNotZero();
        assertThat(healthCheck(1, "secret")).isNotZero();
    }

    private static int healthCheck(int port, String password) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "docker/activemq/answers")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "STOMP_PORT", Integer.toString(port), "BROKER_USER", "tollgate", "BROKER_PASSWORD", password));
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static ActiveMQConnectionFactory factory(String password) {
        return new ActiveMQConnectionFactory("tollgate", password, url());
    }

    private static String url() {
        return "tcp://127.0.0.1:" + port("openwire");
    }

    private static int port(String connector) {
        try {
            return broker.getTransportConnectorByName(connector).getConnectUri().getPort();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

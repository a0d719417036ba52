package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Sends that a broker's flow control blocks in a socket write, over each kind of connection. */
class BlockedWriteTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(6);

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);
    private final BrokerService blocking = new BrokerService();
    private TestRelay gateway;

    @BeforeEach
    void openBroker() throws Exception {
        blocking.setBrokerName("blocking");
        blocking.setPersistent(false);
        blocking.setUseJmx(false);
        blocking.setUseShutdownHook(false);
        blocking.setSslContext(TestTls.server(directory));
        PolicyEntry policy = new PolicyEntry();
        policy.setQueue(">");
        policy.setProducerFlowControl(true);
        policy.setMemoryLimit(4096);
        PolicyMap policies = new PolicyMap();
        policies.setPolicyEntries(List.of(policy));
        blocking.setDestinationPolicy(policies);
        blocking.addConnector(new URI("tcp://127.0.0.1:0"));
        blocking.addConnector(new URI("ssl://127.0.0.1:0"));
        blocking.start();
        blocking.waitUntilStarted();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        inbox.close();
        blocking.stop();
        dataSource.close();
    }

    private int port(int connector) throws Exception {
        return blocking.getTransportConnectors().get(connector).getConnectUri().getPort();
    }

    private void connect(ActiveMQConnectionFactory factory) {
        gateway = new TestRelay(
                dataSource, inbox, factory, TestRelay.settings(1, DEADLINE, GRACE), Clock.systemUTC(), this::flow);
    }

    private List<String> flow(Entry entry, JmsTemplate jms) {
        if (entry.type().equals("message")) {
            // More than the socket's buffers hold, so that the write itself blocks.
            byte[] large = new byte[1 << 20];
            for (int i = 0; i < 20; i++) {
                jms.send("sink", session -> {
                    var message = session.createBytesMessage();
                    message.writeBytes(large);
                    return message;
                });
            }
        }
        return List.of();
    }

    @Test
    void endsAtTheDeadlineOverPlainTcp() throws Exception {
        endsAtTheDeadline(new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(0)));
    }

    @Test
    void isBoundedOverFailover() throws Exception {
        isBounded(new ActiveMQConnectionFactory("failover:(tcp://127.0.0.1:" + port(0) + ")?timeout=3000"));
    }

    @Test
    void endsAtTheDeadlineOverTls() throws Exception {
        endsAtTheDeadline(TestTls.trusting(directory, "ssl://127.0.0.1:" + port(1)));
    }

    @Test
    void isBoundedOverFailoverAndTls() throws Exception {
        isBounded(TestTls.trusting(directory, "failover:(ssl://127.0.0.1:" + port(1) + ")?timeout=3000"));
    }

    private void endsAtTheDeadline(ActiveMQConnectionFactory factory) throws Exception {
        Instant start = Instant.now();
        isBounded(factory);

        assertThat(gateway.runaways.count()).as("ended by the abort").isZero();
        assertThat(Duration.between(start, Instant.now())).isLessThan(DEADLINE.multipliedBy(7));
        assertThat(jdbc.queryForMap("SELECT attempts, error FROM tollgate.inbox WHERE status = 'DEAD'"))
                .containsAllEntriesOf(Map.of("attempts", 3, "error", "The attempt missed its deadline of 5 s"));
    }

    /**
     * A failover transport may connect again at that very moment and send the transaction anew, into the next blocked
     * write; the attempt is then given up after its grace.
     */
    private void isBounded(ActiveMQConnectionFactory factory) throws Exception {
        connect(factory);
        accept("evt_blocked", "message");
        IntStream.range(0, 10).forEach(i -> accept("evt_" + i, "row"));

        gateway.start();
        await().atMost(DEADLINE.multipliedBy(2)).until(BlockedWriteTest::isInASocketWrite);
        await().atMost(DEADLINE.plus(GRACE).plusSeconds(10)).until(() -> count("ROUTED") == 10);

        // the retries rest after each that hung
        await().atMost(DEADLINE.plus(GRACE).multipliedBy(6)).until(() -> count("DEAD") == 1);
        assertThat(blocking.getDestination(new ActiveMQQueue("sink"))
                        .getDestinationStatistics()
                        .getMessages()
                        .getCount())
                .as("nothing was committed")
                .isZero();
    }

    private static boolean isInASocketWrite() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey() instanceof RelayThread)
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().contains("NioSocketImpl")
                        && frame.getMethodName().equals("write"));
    }

    @Test
    void aProbeOverTlsOfAServerThatNeverAnswersEnds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ActiveMQConnectionFactory factory = TestTls.trusting(directory, "ssl://127.0.0.1:" + silent.getLocalPort());
            connect(new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(0)));
            new BrokerDeadlines(Duration.ofSeconds(2)).customize(factory);
            try (Broker probe = new Broker(factory, Duration.ofSeconds(1))) {
                Thread probing = new Thread(probe::answers);
                probing.setDaemon(true);
                probing.start();
                await().atMost(Duration.ofSeconds(9)).until(() -> !probing.isAlive());
            }
        }
    }

    private void accept(String id, String type) {
        assertThat(inbox.accept(event(id, type, Instant.now()))).isTrue();
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

package io.tollgate.support;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/** A real broker over TCP with KahaDB, which can be stopped and started again on its port. */
public final class TestBroker {
    private final Path directory;
    private final boolean flowControl;
    private int port;
    private int stompPort;
    private BrokerService broker;

    private TestBroker(Path directory, boolean flowControl) {
        this.directory = directory;
        this.flowControl = flowControl;
    }

    public static TestBroker start(Path directory) throws Exception {
        TestBroker broker = new TestBroker(directory, false);
        broker.start();
        return broker;
    }

    /** One whose producers block for ever once a few messages wait. */
    public static TestBroker startWithFlowControl(Path directory) throws Exception {
        TestBroker broker = new TestBroker(directory, true);
        broker.start();
        return broker;
    }

    public void start() throws Exception {
        broker = new BrokerService();
        broker.setBrokerName("test");
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setDataDirectoryFile(directory.toFile());
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(directory.resolve("kahadb").toFile());
        broker.setPersistenceAdapter(store);
        PolicyEntry policy = new PolicyEntry();
        policy.setQueue(">");
        policy.setProducerFlowControl(flowControl);
        IndividualDeadLetterStrategy deadLetters = new IndividualDeadLetterStrategy();
        deadLetters.setQueuePrefix("DLQ.");
        policy.setDeadLetterStrategy(deadLetters);
        policy.setMemoryLimit(flowControl ? 4096 : 1 << 20);
        PolicyMap policies = new PolicyMap();
        policies.setPolicyEntries(List.of(policy));
        broker.setDestinationPolicy(policies);
        broker.addConnector(new URI("tcp://127.0.0.1:" + port));
        broker.addConnector(new URI("stomp://127.0.0.1:" + stompPort));
        broker.start();
        broker.waitUntilStarted();
        stompPort = broker.getTransportConnectors().get(1).getConnectUri().getPort();
        port = broker.getTransportConnectors().get(0).getConnectUri().getPort();
    }

    public void stop() throws Exception {
        broker.stop();
        broker.waitUntilStopped();
    }

    /** Clients that are connected now. */
    public int connections() {
        return broker.getTransportConnectors().get(0).getConnections().size();
    }

    /** Messages that are in the queue, on their way to a consumer or not. */
    public long depth(String queue) throws Exception {
        return broker.getDestination(new ActiveMQQueue(queue))
                .getDestinationStatistics()
                .getMessages()
                .getCount();
    }

    public long consumers(String queue) throws Exception {
        return broker.getDestination(new ActiveMQQueue(queue))
                .getDestinationStatistics()
                .getConsumers()
                .getCount();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public int stompPort() {
        return stompPort;
    }

    /** Takes all messages from the queue. */
    public List<Message> drain(String queue) throws JMSException {
        return Queues.drain(url(), queue);
    }
}

package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.policy.StorePendingQueueMessageStoragePolicy;
import org.apache.activemq.store.SharedFileLocker;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/**
 * An ActiveMQ broker of our own on 127.0.0.1, for OpenWire and STOMP. Persistent messages survive a restart, the death of
 * this JVM and a power cut. A queue without a consumer grows on disk; it never stops a producer. A message of queue
 * {@code q} that cannot be delivered goes to queue {@code DLQ.q}. Can be stopped and started again, on the same ports.
 */
public final class EmbeddedBroker implements KeptRunning.Server {
    private static final long DESTINATION_MEMORY = 16L << 20;
    private static final long BROKER_MEMORY = 128L << 20;
    /** Of a queue, to whoever looks into it, as ./tollgate dlq does. */
    private static final int MOST_SHOWN = 10_000;

    private static final int DISK_CHECK_MILLIS = 5000;

    private final Path directory;
    private int openwirePort;
    private int stompPort;
    private BrokerService broker;

    /**
     * @param directory where the messages are kept; made when it is missing
     * @param openwirePort 0 for a free one, which then stays the same
     * @param stompPort 0 for a free one, which then stays the same
     */
    public EmbeddedBroker(Path directory, int openwirePort, int stompPort) {
        this.directory = directory;
        this.openwirePort = openwirePort;
        this.stompPort = stompPort;
    }

    /** @throws InvalidConfiguration when a port is taken, or another broker uses the directory; says the way out */
    public synchronized void start() {
        FreePort.require(openwirePort, "broker's OpenWire", "tollgate.embedded.openwire-port");
        FreePort.require(stompPort, "broker's STOMP", "tollgate.embedded.stomp-port");
        BrokerService starting = null;
        try {
            starting = build();
            TransportConnector openwire = starting.addConnector("tcp://127.0.0.1:" + openwirePort);
            TransportConnector stomp = starting.addConnector("stomp://127.0.0.1:" + stompPort);
            starting.start();
            starting.waitUntilStarted();
            openwirePort = openwire.getConnectUri().getPort();
            stompPort = stomp.getConnectUri().getPort();
            broker = starting;
        } catch (Exception e) {
            stopQuietly(starting);
            throw new InvalidConfiguration(
                    "The embedded broker did not start on " + directory + " (" + e.getMessage() + "): free what it"
                            + " names, or set SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) to a broker of"
                            + " yours.",
                    e);
        }
    }

    private BrokerService build() throws IOException {
        BrokerService service = new BrokerService();
        service.setBrokerName("tollgate");
        service.setDataDirectoryFile(directory.toFile());
        service.setPersistenceAdapter(store());
        service.setUseJmx(false);
        service.setUseShutdownHook(false);
        service.setAdvisorySupport(false);
        service.setSchedulerSupport(false);
        service.setDestinationPolicy(policies());
        service.getSystemUsage().getMemoryUsage().setLimit(BROKER_MEMORY);
        // a full disk is an error of the sender, who tries again, not a wait without an end
        service.getSystemUsage().setSendFailIfNoSpace(true);
        // the limit follows the disk down and up again; without a percentage it is that of the start
        service.getSystemUsage().getStoreUsage().setPercentLimit(100);
        service.setSchedulePeriodForDiskUsageCheck(DISK_CHECK_MILLIS);
        service.setDiskUsageCheckRegrowThreshold(1 << 20);
        return service;
    }

    private KahaDBPersistenceAdapter store() throws IOException {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(directory.toFile());
        store.setJournalDiskSyncStrategy("ALWAYS");
        SharedFileLocker locker = new SharedFileLocker();
        // by default it waits for ever, as a standby
        locker.setFailIfLocked(true);
        store.setLocker(locker);
        return store;
    }

    private static PolicyMap policies() {
        PolicyEntry queues = new PolicyEntry();
        queues.setQueue(">");
        queues.setProducerFlowControl(false);
        queues.setMemoryLimit(DESTINATION_MEMORY);
        queues.setPendingQueuePolicy(new StorePendingQueueMessageStoragePolicy());
        queues.setDeadLetterStrategy(deadLetters());
        queues.setMaxBrowsePageSize(MOST_SHOWN);
        PolicyEntry topics = new PolicyEntry();
        topics.setTopic(">");
        topics.setProducerFlowControl(false);
        topics.setMemoryLimit(DESTINATION_MEMORY);
        PolicyMap policies = new PolicyMap();
        policies.setPolicyEntries(List.of(queues, topics));
        return policies;
    }

    private static IndividualDeadLetterStrategy deadLetters() {
        IndividualDeadLetterStrategy strategy = new IndividualDeadLetterStrategy();
        strategy.setQueuePrefix("DLQ.");
        strategy.setProcessExpired(false);
        // the audit would drop a message that was moved back to its queue and has failed again
        strategy.setEnableAudit(false);
        return strategy;
    }

    /** Disconnects everyone and waits until what was acknowledged is on disk. Does nothing when it is not running. */
    public synchronized void stop() {
        stopQuietly(broker);
        broker = null;
    }

    private static void stopQuietly(BrokerService service) {
        if (service == null) {
            return;
        }
        try {
            service.stop();
            service.waitUntilStopped();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker did not stop", e);
        }
    }

    @Override
    public String name() {
        return "The embedded broker";
    }

    /** It stops itself when it cannot write. */
    @Override
    public synchronized boolean isRunning() {
        return broker != null && !broker.isStopped();
    }

    @Override
    public synchronized void startAgain() {
        stop();
        start();
    }

    @Override
    public String lastError() {
        return "see the lines above";
    }

    /** What clients connect to, such as {@code tcp://127.0.0.1:61616}. */
    public synchronized String url() {
        return "tcp://127.0.0.1:" + openwirePort;
    }

    public synchronized int openwirePort() {
        return openwirePort;
    }

    public synchronized int stompPort() {
        return stompPort;
    }
}

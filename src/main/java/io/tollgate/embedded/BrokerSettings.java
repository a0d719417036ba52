package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.IndividualDeadLetterStrategy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.policy.StorePendingQueueMessageStoragePolicy;
import org.apache.activemq.store.SharedFileLocker;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/** How the embedded broker keeps messages, and what it does with those that nobody takes. */
final class BrokerSettings {
    private static final long DESTINATION_MEMORY = 16L << 20;
    private static final long BROKER_MEMORY = 128L << 20;
    /** Of a queue, to whoever looks into it, as ./tollgate dlq does. */
    private static final int MOST_SHOWN = 10_000;

    private static final int DISK_CHECK_MILLIS = 5000;

    private BrokerSettings() {}

    /** Without connectors, and not started. */
    static BrokerService of(Path directory) throws IOException {
        BrokerService service = new BrokerService();
        service.setBrokerName("tollgate");
        service.setDataDirectoryFile(directory.toFile());
        service.setPersistenceAdapter(store(directory));
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

    private static KahaDBPersistenceAdapter store(Path directory) throws IOException {
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
}

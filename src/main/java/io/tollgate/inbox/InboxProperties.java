package io.tollgate.inbox;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the inbox.
 *
 * @param writers threads that write, each a database connection; 1 or more
 * @param batch events one INSERT stores at most; 1 to 10,000
 * @param queueCapacity events that may wait for a writer; one more is answered 503
 * @param storeTimeout how long after its arrival a request that is not committed is answered 503
 * @param probe how often a database that is away is tried
 * @param retention how long a payload stays once its event is routed; its row goes at the same time, but not before 35
 *     days; 1 minute or more
 * @param retentionInterval after how long it is looked again for what is old; so long it takes to remove it
 */
@ConfigurationProperties("tollgate.inbox")
record InboxProperties(
        @DefaultValue("1") int writers,
        @DefaultValue("256") int batch,
        @DefaultValue("1024") int queueCapacity,
        @DefaultValue("10s") Duration storeTimeout,
        @DefaultValue("1s") Duration probe,
        @DefaultValue("90d") Duration retention,
        @DefaultValue("1m") Duration retentionInterval) {
    static final InboxProperties DEFAULTS = new InboxProperties(
            1, 256, 1024, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofDays(90), Duration.ofMinutes(1));

    InboxProperties {
        require(writers >= 1, "tollgate.inbox.writers is " + writers + ": set 1 or more");
        require(batch >= 1 && batch <= 10_000, "tollgate.inbox.batch is " + batch + ": set 1 to 10000");
        require(queueCapacity >= 1, "tollgate.inbox.queue-capacity is " + queueCapacity + ": set 1 or more");
        positive("store-timeout", storeTimeout);
        positive("probe", probe);
        positive("retention-interval", retentionInterval);
        require(
                retention.compareTo(Duration.ofMinutes(1)) >= 0,
                "tollgate.inbox.retention is " + retention + ": set 1m or more, such as 90d");
    }

    private static void positive(String name, Duration value) {
        require(value.toMillis() >= 1, "tollgate.inbox." + name + " is " + value + ": set a positive time such as 10s");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new InvalidConfiguration(sentence);
        }
    }
}

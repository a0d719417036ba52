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
 * @param storeTimeout how long a request waits for its commit before it is answered 503
 */
@ConfigurationProperties("tollgate.inbox")
record InboxProperties(
        @DefaultValue("2") int writers,
        @DefaultValue("256") int batch,
        @DefaultValue("1024") int queueCapacity,
        @DefaultValue("10s") Duration storeTimeout) {

    InboxProperties {
        require(writers >= 1, "tollgate.inbox.writers is " + writers + ": set 1 or more");
        require(batch >= 1 && batch <= 10_000, "tollgate.inbox.batch is " + batch + ": set 1 to 10000");
        require(queueCapacity >= 1, "tollgate.inbox.queue-capacity is " + queueCapacity + ": set 1 or more");
        require(
                storeTimeout.toMillis() >= 1,
                "tollgate.inbox.store-timeout is " + storeTimeout + ": set a positive time such as 10s");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new InvalidConfiguration(sentence);
        }
    }
}

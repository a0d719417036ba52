package io.tollgate.routing;

import io.tollgate.routing.MailProperties.Redelivery;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.springframework.boot.activemq.autoconfigure.ActiveMQConnectionFactoryCustomizer;

/**
 * How flows that start at a queue get a message again whose transaction rolled back. ActiveMQ's client counts and waits;
 * without this it gives up after 6 tries, one a second. A message that waits holds up no other.
 */
final class BrokerRedelivery implements ActiveMQConnectionFactoryCustomizer {
    private final Redelivery redelivery;

    BrokerRedelivery(Redelivery redelivery) {
        this.redelivery = redelivery;
    }

    @Override
    public void customize(ActiveMQConnectionFactory factory) {
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setUseExponentialBackOff(true);
        policy.setInitialRedeliveryDelay(redelivery.first().toMillis());
        policy.setRedeliveryDelay(redelivery.first().toMillis());
        policy.setBackOffMultiplier(redelivery.factor());
        policy.setMaximumRedeliveryDelay(redelivery.longest().toMillis());
        policy.setMaximumRedeliveries(redelivery.times());
        factory.setRedeliveryPolicy(policy);
        factory.setNonBlockingRedelivery(true);
        // by default the broker sends a consumer a thousand messages ahead; they would wait for one that is in
        // mid-message
        factory.getPrefetchPolicy().setQueuePrefetch(0);
    }
}

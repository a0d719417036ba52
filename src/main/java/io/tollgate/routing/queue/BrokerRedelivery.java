package io.tollgate.routing.queue;

import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.boot.activemq.autoconfigure.ActiveMQConnectionFactoryCustomizer;

/**
 * How flows that start at a queue get a message again whose transaction rolled back. ActiveMQ's client waits; without this it gives
 * up after 6 tries, one a second. A message that waits holds up no other.
 */
public final class BrokerRedelivery implements ActiveMQConnectionFactoryCustomizer {
    private final Redelivery redelivery;
    private final NextDelay nextDelay;

    public BrokerRedelivery(Redelivery redelivery) {
        this.redelivery = redelivery;
        this.nextDelay = new NextDelay(redelivery);
    }

    /** Of routes that say nothing else. */
    Redelivery redelivery() {
        return redelivery;
    }

    NextDelay nextDelay() {
        return nextDelay;
    }

    @Override
    public void customize(ActiveMQConnectionFactory factory) {
        factory.setRedeliveryPolicy(nextDelay);
        factory.setNonBlockingRedelivery(true);
        // by default the broker sends a consumer a thousand messages ahead; they would wait for one that is in
        // mid-message
        factory.getPrefetchPolicy().setQueuePrefetch(0);
    }
}

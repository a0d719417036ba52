package io.tollgate.operations;

import io.tollgate.BrokerUrl;
import io.tollgate.operations.QueuesBehind.BrokerAccess;
import io.tollgate.relay.BrokerDeadlines;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.region.policy.RedeliveryPolicyMap;

/** Connections to a gateway's own broker for a look: tried once, and given up soon, since somebody waits for the answer. */
public final class ShortConnections implements BrokerAccess {
    private static final int PREFETCH = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final ActiveMQConnectionFactory factory;

    /** @param gateways as the gateway's own; it stays as it is */
    public ShortConnections(ActiveMQConnectionFactory gateways) {
        this.factory = gateways.copy();
        // a copy shares these with the one that it is of: what is set here would be set for the flows, too
        factory.setPrefetchPolicy(new ActiveMQPrefetchPolicy());
        factory.setRedeliveryPolicyMap(new RedeliveryPolicyMap());
        factory.setRedeliveryPolicy(new RedeliveryPolicy());
        factory.setWatchTopicAdvisories(false);
        // a batch that was cut off counts as a delivery, and none of them may be the last
        factory.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        factory.getPrefetchPolicy().setQueuePrefetch(PREFETCH);
        factory.setBrokerURL(shortened(factory.getBrokerURL()));
        new BrokerDeadlines(DEADLINE).customize(factory);
    }

    /** What bounds the way to a broker in a URL is the gateway's, and longer. */
    private static String shortened(String url) {
        String bare = url.replaceAll(
                        "(?<=[?&])(?:nested\\.)?(?:connectionTimeout|soWriteTimeout|startupMaxReconnectAttempts|maxReconnectAttempts|timeout)=[^&)]*&?",
                        "")
                .replaceAll("[?&]$", "");
        return bare.startsWith("failover:")
                ? bare + (bare.contains("?") ? "&" : "?") + "startupMaxReconnectAttempts=1&maxReconnectAttempts=1"
                : bare;
    }

    /** Of the broker, without a password. */
    public String address() {
        return BrokerUrl.shown(factory.getBrokerURL());
    }

    @Override
    public Connection open() throws JMSException {
        Connection connection = factory.createConnection();
        try {
            connection.start();
            return connection;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }
}

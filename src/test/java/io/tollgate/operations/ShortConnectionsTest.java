package io.tollgate.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;

/** What operators look with leaves the gateway's own connections as they are. */
class ShortConnectionsTest {
    @Test
    void theGatewaysOwnSettingsStay() {
        ActiveMQConnectionFactory gateways = new ActiveMQConnectionFactory("failover:(tcp://127.0.0.1:9)?timeout=3000");
        gateways.getPrefetchPolicy().setQueuePrefetch(0);
        gateways.getRedeliveryPolicy().setMaximumRedeliveries(24);
        gateways.setWatchTopicAdvisories(true);

        new ShortConnections(gateways);

        assertThat(gateways.getPrefetchPolicy().getQueuePrefetch()).isZero();
        assertThat(gateways.getRedeliveryPolicy().getMaximumRedeliveries()).isEqualTo(24);
        assertThat(gateways.isWatchTopicAdvisories()).isTrue();
        assertThat(gateways.getBrokerURL()).isEqualTo("failover:(tcp://127.0.0.1:9)?timeout=3000");
    }
}

package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.transport.WriteTimeoutFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class BrokerDeadlinesTest {
    private static ActiveMQConnectionFactory factory(String url) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        new BrokerDeadlines(Duration.ofSeconds(7)).customize(factory);
        return factory;
    }

    @Test
    void addsWhatTheUrlDoesNotSay() {
        assertThat(factory("tcp://h:1").getBrokerURL())
                .isEqualTo("tcp://h:1?connectionTimeout=7000&soWriteTimeout=7000");
        assertThat(factory("tcp://h:1?soWriteTimeout=5").getBrokerURL())
                .isEqualTo("tcp://h:1?soWriteTimeout=5&connectionTimeout=7000");
        assertThat(factory("failover:(tcp://h:1)?timeout=3000").getBrokerURL())
                .isEqualTo(
                        "failover:(tcp://h:1)?timeout=3000&nested.connectionTimeout=7000&nested.soWriteTimeout=7000");
    }

    @Test
    void boundsWritesOfAPlainConnection(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        TestBroker broker = TestBroker.start(directory);
        try (var connection = (ActiveMQConnection) factory(broker.url()).createConnection()) {
            connection.start();
            WriteTimeoutFilter filter = connection.getTransport().narrow(WriteTimeoutFilter.class);
            assertThat(filter).isNotNull();
            assertThat(filter.getWriteTimeout()).isEqualTo(7000);
        }
        try (var connection = (ActiveMQConnection)
                factory("failover:(" + broker.url() + ")?timeout=3000").createConnection()) {
            connection.start();
            WriteTimeoutFilter filter = connection.getTransport().narrow(WriteTimeoutFilter.class);
            assertThat(filter).isNotNull();
            assertThat(filter.getWriteTimeout()).isEqualTo(7000);
        } finally {
            broker.stop();
        }
    }
}

package io.tollgate.routing.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.FlowComponents;
import io.tollgate.routing.reload.OfflineRoutes;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.mock.env.MockEnvironment;

/** A mail server that takes connections and says nothing. */
class MailTimeoutTest {
    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void aSilentMailServerFailsAMailInTime(String protocol) throws Exception {
        assertThat(send(protocol, new MockEnvironment(), Duration.ofMillis(300)))
                .isBetween(millis(300), millis(3000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void theUsersOwnTimeoutWins(String protocol) throws Exception {
        MockEnvironment own = new MockEnvironment()
                .withProperty("spring.mail.properties.mail." + protocol + ".timeout", "300")
                .withProperty("spring.mail.properties.mail." + protocol + ".connectiontimeout", "300");

        assertThat(send(protocol, own, Duration.ofSeconds(60))).isBetween(millis(300), millis(3000));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** How long it took to fail. */
    private static Duration send(String protocol, MockEnvironment settings, Duration timeout) throws Exception {
        FlowComponents components = new FlowComponents(
                new ActiveMQConnectionFactory("tcp://127.0.0.1:1"),
                new PGSimpleDataSource(),
                settings,
                timeout,
                OfflineRoutes.queueParts());
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                DefaultCamelContext context = new DefaultCamelContext()) {
            components.addTo(context);
            context.start();
            var producer = context.createProducerTemplate();
            String uri = protocol + "://127.0.0.1:" + silent.getLocalPort() + "?to=a@example.com&from=b@example.com";
            long start = System.nanoTime();
            Exchange sent = producer.send(uri, exchange -> exchange.getMessage().setBody("hello"));
            assertThat(sent.getException()).isNotNull();
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}

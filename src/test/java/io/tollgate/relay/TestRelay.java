package io.tollgate.relay;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jms.core.JmsTemplate;

/** A relay wired as in the application, on a real inbox and broker, around a flow of the test's. */
final class TestRelay implements AutoCloseable {
    /** What a flow does with an event, given what sends through the relay's session. */
    interface Flow {
        List<String> route(Entry entry, JmsTemplate jms) throws Exception;
    }

    final Broker broker;
    final Runaways runaways;
    final Breaker breaker;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Parts shared;
    final Relay relay;
    private final Watchdog watchdog;

    TestRelay(
            HikariDataSource dataSource,
            Inbox inbox,
            String brokerUrl,
            RelayProperties settings,
            Clock clock,
            Flow flow) {
        this(dataSource, inbox, new ActiveMQConnectionFactory(brokerUrl), settings, clock, flow);
    }

    TestRelay(
            HikariDataSource dataSource,
            Inbox inbox,
            ActiveMQConnectionFactory factory,
            RelayProperties settings,
            Clock clock,
            Flow flow) {
        this(dataSource, inbox, factory, settings, clock, Tracing.OFF, flow);
    }

    TestRelay(
            HikariDataSource dataSource,
            Inbox inbox,
            ActiveMQConnectionFactory factory,
            RelayProperties settings,
            Clock clock,
            Tracing tracing,
            Flow flow) {
        new BrokerDeadlines(settings.brokerTimeout()).customize(factory);
        JmsTemplate jms = new JmsTemplate(factory);
        var claims = TestInbox.claims(dataSource);
        var outcomes = TestInbox.outcomes(dataSource);
        RelayConfiguration parts = new RelayConfiguration();
        broker = parts.broker(factory, settings);
        watchdog = parts.watchdog(settings);
        breaker = parts.breaker();
        RelayMetrics metrics = parts.relayMetrics(registry);
        Blame blame = parts.blame(dataSource, broker, breaker, settings);
        Settlement settlement = parts.settlement(outcomes, breaker, metrics, settings, clock);
        Recovery recovery = parts.recovery(settlement, blame, breaker, settings);
        runaways = parts.runaways(recovery);
        shared = parts.relayParts(
                broker, breaker, blame, settlement, recovery, runaways, watchdog, metrics, tracing, settings);
        var attempts = parts.attempts(
                entry -> flow.route(entry, jms),
                dataSource,
                factory,
                new DataSourceTransactionManager(dataSource),
                shared);
        relay = parts.relay(inbox, claims, TestInbox.pauses(dataSource), attempts, shared);
    }

    /** Short times; a lease of 20 s, 3 attempts 50 ms apart. */
    static RelayProperties settings(int threads, Duration deadline, Duration grace) {
        return new RelayProperties(
                threads,
                100,
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                deadline,
                grace,
                Duration.ofMillis(100),
                Duration.ofSeconds(20),
                new RetrySchedule(Duration.ofMillis(50), 1, Duration.ofMillis(50), 3));
    }

    TestRelay start() {
        relay.start();
        return this;
    }

    @Override
    public void close() {
        relay.stop();
        broker.close();
        watchdog.close();
    }
}

package io.tollgate.relay;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Claims;
import io.tollgate.inbox.GatewayIdentity;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Outcomes;
import io.tollgate.inbox.Pauses;
import io.tollgate.trace.Tracing;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.activemq.autoconfigure.ActiveMQConnectionFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class RelayConfiguration {
    /** Beside the relay's threads: claims of others, counts, the heartbeat, retention, probes, operators, and what fails behind queues. */
    private static final int OTHER_CONNECTIONS = 7;

    /**
     * The application's pool is for the relay: as large as its threads need. What is not committed by hand is committed,
     * whatever was set.
     */
    @Bean
    static BeanPostProcessor relayPool(Environment environment) {
        int threads = environment.getProperty("tollgate.relay.threads", Integer.class, 2);
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.setAutoCommit(true);
                    pool.setMaximumPoolSize(threads + 1 + OTHER_CONNECTIONS);
                }
                return bean;
            }
        };
    }

    @Bean
    ActiveMQConnectionFactoryCustomizer brokerDeadlines(RelayProperties settings) {
        return new BrokerDeadlines(settings.brokerTimeout());
    }

    @Bean
    Broker broker(ConnectionFactory factory, RelayProperties settings) {
        return new Broker(factory, settings.probe());
    }

    @Bean
    Breaker breaker() {
        return new Breaker(System::nanoTime);
    }

    @Bean
    BrokerHealthIndicator brokerHealthIndicator(Broker broker) {
        return new BrokerHealthIndicator(broker);
    }

    @Bean
    Watchdog watchdog(RelayProperties settings) {
        return new Watchdog(settings.deadline(), settings.grace());
    }

    @Bean
    Blame blame(DataSource dataSource, Broker broker, Breaker breaker, RelayProperties settings) {
        return new Blame(new Connections(dataSource), broker, breaker, settings);
    }

    @Bean
    Settlement settlement(
            Outcomes outcomes, Breaker breaker, RelayMetrics metrics, RelayProperties settings, Clock clock) {
        return new Settlement(outcomes, breaker, metrics, settings, clock);
    }

    @Bean
    Recovery recovery(Settlement settlement, Blame blame, Breaker breaker, RelayProperties settings) {
        return new Recovery(settlement, blame, breaker, settings.probe());
    }

    @Bean
    Runaways runaways(Recovery recovery) {
        return new Runaways(recovery);
    }

    @Bean
    RelayMetrics relayMetrics(MeterRegistry registry) {
        return new RelayMetrics(registry);
    }

    @Bean
    Parts relayParts(
            Broker broker,
            Breaker breaker,
            Blame blame,
            Settlement settlement,
            Recovery recovery,
            Runaways runaways,
            Watchdog watchdog,
            RelayMetrics metrics,
            Tracing tracing,
            RelayProperties settings) {
        metrics.watch(broker, runaways, breaker);
        return new Parts(broker, breaker, blame, settlement, recovery, runaways, watchdog, metrics, tracing, settings);
    }

    @Bean
    Heartbeat heartbeat(
            Gateways gateways, GatewayIdentity identity, EventRouter router, Parts parts, Relay relay, Clock clock) {
        return new Heartbeat(gateways, identity, router, parts.held(), relay, clock).start();
    }

    @Bean
    RelayHealthIndicator relayHealthIndicator(Runaways runaways, Breaker breaker) {
        return new RelayHealthIndicator(runaways, breaker);
    }

    /** Makes what a relay thread attempts its claims with. */
    @Bean
    Supplier<Attempt> attempts(
            EventRouter router,
            DataSource dataSource,
            ConnectionFactory factory,
            PlatformTransactionManager transactionManager,
            Parts parts) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        Connections connections = new Connections(dataSource);
        return () -> {
            RelaySession session = new RelaySession(factory, parts.broker());
            return new Attempt(new Run(transactions, connections, session, router, parts), parts);
        };
    }

    @Bean
    Relay relay(Inbox inbox, Claims claims, Pauses pauses, Supplier<Attempt> attempts, Parts parts) {
        BiFunction<String, Boolean, RelayThread> newThread = (name, fresh) -> {
            Lane lane = fresh ? new FreshLane(inbox, claims, pauses, parts) : new FailuresLane(inbox, claims, parts);
            return new RelayThread(name, fresh, lane, attempts.get(), parts.recovery());
        };
        return new Relay(inbox.handOff(), parts, newThread);
    }
}

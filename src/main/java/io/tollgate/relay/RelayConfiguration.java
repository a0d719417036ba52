package io.tollgate.relay;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.HandOff;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Outcomes;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Precedence;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
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
    /** Beside the relay's threads: claims of others, counts, the heartbeat, retention, probes and operators. */
    private static final int OTHER_CONNECTIONS = 6;

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
    Blame blame(DataSource dataSource, Broker broker, RelayProperties settings) {
        return new Blame(new Database(dataSource), broker, settings.probe());
    }

    @Bean
    Settlement settlement(
            Outcomes outcomes,
            Blame blame,
            Breaker breaker,
            RelayMetrics metrics,
            RelayProperties settings,
            Clock clock) {
        return new Settlement(outcomes, blame, breaker, metrics, settings, clock);
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
    Heartbeat heartbeat(
            Gateways gateways,
            GatewayIdentity identity,
            EventRouter router,
            Broker broker,
            Runaways runaways,
            Breaker breaker,
            Relay relay,
            Clock clock) {
        return new Heartbeat(gateways, identity, router, broker, runaways, breaker, relay, clock).start();
    }

    @Bean
    RelayHealthIndicator relayHealthIndicator(Runaways runaways, Breaker breaker) {
        return new RelayHealthIndicator(runaways, breaker);
    }

    @Bean
    Attempts attempts(
            Broker broker,
            Watchdog watchdog,
            Blame blame,
            Settlement settlement,
            Runaways runaways,
            Breaker breaker,
            RelayMetrics metrics,
            EventRouter router,
            DataSource dataSource,
            ConnectionFactory factory,
            PlatformTransactionManager transactionManager,
            RelayProperties settings) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        Database database = new Database(dataSource);
        return () -> new Attempt(
                new Run(
                        transactions,
                        database,
                        new RelaySession(factory, broker),
                        router,
                        broker,
                        breaker,
                        settlement,
                        metrics),
                watchdog,
                blame,
                broker,
                breaker,
                settlement,
                runaways,
                settings.brokerTimeout());
    }

    /** Makes what a relay thread attempts its claims with. */
    interface Attempts extends Supplier<Attempt> {}

    @Bean
    Relay relay(
            Inbox inbox,
            Claims claims,
            Pauses pauses,
            Broker broker,
            Settlement settlement,
            Recovery recovery,
            Runaways runaways,
            Breaker breaker,
            RelayMetrics metrics,
            Attempts attempts,
            RelayProperties settings) {
        metrics.watch(broker, runaways, breaker);
        HandOff handOff = inbox.handOff();
        Precedence precedence = inbox.precedence();
        Supplier<Set<String>> held = () -> {
            Set<String> types = new HashSet<>(broker.heldTypes());
            types.addAll(runaways.heldTypes());
            return types;
        };
        BiFunction<String, Boolean, RelayThread> newThread = (name, fresh) -> new RelayThread(
                name,
                fresh,
                fresh
                        ? new FreshLane(handOff, precedence, claims, pauses, held, breaker, settlement, settings)
                        : new FailuresLane(handOff, precedence, claims, held, breaker, settlement, settings),
                attempts.get(),
                recovery);
        return new Relay(handOff, broker, settlement, runaways, breaker, settings, held, newThread);
    }
}

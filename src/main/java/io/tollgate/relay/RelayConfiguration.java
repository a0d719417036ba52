package io.tollgate.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Outcomes;
import io.tollgate.inbox.Schedule;
import io.tollgate.relay.RelayThread.Lane;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.boot.activemq.autoconfigure.ActiveMQConnectionFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class RelayConfiguration {
    @Bean
    ActiveMQConnectionFactoryCustomizer brokerDeadlines(RelayProperties settings) {
        return new BrokerDeadlines(settings.brokerTimeout());
    }

    @Bean
    Broker broker(ConnectionFactory factory, RelayProperties settings) {
        return new Broker(factory, settings.probe());
    }

    @Bean
    Bulkhead bulkhead(RelayProperties settings) {
        return new Bulkhead(settings.batch(), System::nanoTime);
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
    Settlement settlement(
            Schedule schedule,
            Outcomes outcomes,
            DataSource dataSource,
            Broker broker,
            Bulkhead bulkhead,
            RelayMetrics metrics,
            RelayProperties settings,
            Clock clock) {
        Database database = new Database(dataSource);
        Blame blame = new Blame(database, broker);
        return new Settlement(schedule, outcomes, blame, database, broker, bulkhead, metrics, settings, clock);
    }

    @Bean
    Runaways runaways(Settlement settlement, DataSource dataSource, Broker broker) {
        return new Runaways(settlement, new Blame(new Database(dataSource), broker));
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
            Bulkhead bulkhead,
            Clock clock) {
        return new Heartbeat(gateways, identity, router, broker, runaways, bulkhead, clock).start();
    }

    @Bean
    RelayHealthIndicator relayHealthIndicator(Runaways runaways, Bulkhead bulkhead) {
        return new RelayHealthIndicator(runaways, bulkhead);
    }

    @Bean
    Relay relay(
            Inbox inbox,
            Claims claims,
            Schedule schedule,
            Outcomes outcomes,
            Broker broker,
            Watchdog watchdog,
            Settlement settlement,
            Runaways runaways,
            Bulkhead bulkhead,
            RelayMetrics metrics,
            EventRouter router,
            DataSource dataSource,
            ConnectionFactory factory,
            PlatformTransactionManager transactionManager,
            RelayProperties settings,
            Clock clock) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        metrics.watch(broker, runaways, bulkhead);
        Database database = new Database(dataSource);
        Front front = new Front(settings.poll(), System::nanoTime);
        Due due = new Due(claims, schedule, broker, runaways, bulkhead, front, settings, clock);
        Turns turns = new Turns(settings.threads() + 1);
        BiFunction<String, Lane, RelayThread> newThread = (name, lane) -> new RelayThread(
                name,
                lane,
                due,
                new Attempt(
                        transactions,
                        database,
                        new RelaySession(factory, broker),
                        outcomes,
                        router,
                        watchdog,
                        metrics,
                        clock),
                settlement,
                turns,
                runaways,
                settings);
        return new Relay(inbox, broker, settlement, runaways, bulkhead, front, settings.threads(), newThread);
    }
}

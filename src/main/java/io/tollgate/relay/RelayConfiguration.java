package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Outcomes;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.jms.activemq.ActiveMQConnectionFactoryCustomizer;
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
    BrokerHealthIndicator brokerHealthIndicator(Broker broker) {
        return new BrokerHealthIndicator(broker);
    }

    @Bean
    Watchdog watchdog(RelayProperties settings) {
        return new Watchdog(settings.deadline(), settings.grace());
    }

    @Bean
    Settlement settlement(
            Claims claims,
            Outcomes outcomes,
            DataSource dataSource,
            Broker broker,
            RelayProperties settings,
            Clock clock) {
        return new Settlement(claims, outcomes, new Database(dataSource), broker, settings, clock);
    }

    @Bean
    Runaways runaways(Settlement settlement) {
        return new Runaways(settlement);
    }

    @Bean
    RelayHealthIndicator relayHealthIndicator(Runaways runaways) {
        return new RelayHealthIndicator(runaways);
    }

    @Bean
    Relay relay(
            Inbox inbox,
            Claims claims,
            Outcomes outcomes,
            Broker broker,
            Watchdog watchdog,
            Settlement settlement,
            Runaways runaways,
            EventRouter router,
            DataSource dataSource,
            ConnectionFactory factory,
            PlatformTransactionManager transactionManager,
            RelayProperties settings,
            Clock clock) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        Database database = new Database(dataSource);
        Due due = new Due(claims, broker, runaways, settings, clock);
        Turns turns = new Turns(settings.threads());
        Function<String, RelayThread> newThread = name -> new RelayThread(
                name,
                due,
                new Attempt(
                        transactions, database, new RelaySession(factory, broker), outcomes, router, watchdog, clock),
                settlement,
                turns,
                runaways,
                settings);
        return new Relay(inbox, broker, runaways, settings.threads(), newThread);
    }
}

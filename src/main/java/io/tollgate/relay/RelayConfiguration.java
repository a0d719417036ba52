package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Inbox;
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
        return new Watchdog(settings.threads());
    }

    @Bean
    Relay relay(
            Inbox inbox,
            Claims claims,
            Broker broker,
            Watchdog watchdog,
            EventRouter router,
            DataSource dataSource,
            ConnectionFactory factory,
            PlatformTransactionManager transactionManager,
            RelayProperties settings,
            Clock clock) {
        TransactionTemplate transactions = new TransactionTemplate(transactionManager);
        Settlement settlement = new Settlement(claims, new Database(dataSource), broker, settings, clock);
        Function<String, RelayThread> newThread = name -> new RelayThread(
                name,
                claims,
                new Attempt(transactions, dataSource, new RelaySession(factory, broker), claims, router, clock),
                settlement,
                broker,
                watchdog,
                clock,
                settings);
        return new Relay(inbox, broker, settings.threads(), newThread);
    }
}

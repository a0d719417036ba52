package io.tollgate.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.alerts.AlertRound.Stores;
import io.tollgate.inbox.Arrivals;
import io.tollgate.inbox.BacklogSeen;
import io.tollgate.inbox.GatewayIdentity;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.OperatorConfiguration;
import io.tollgate.inbox.Pool;
import io.tollgate.inbox.QueueFailures;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What watches by itself, in a gateway: one thread and one connection. */
@Configuration(proxyBeanMethods = false)
class AlertsConfiguration {
    private static final String SHORT_STATEMENTS = "SET statement_timeout = '5s'";

    @Bean
    Pool alertsPool(DataSource dataSource) {
        return Pool.like(dataSource, "alerts", 1, SHORT_STATEMENTS);
    }

    @Bean
    AlertNews alertsHealthIndicator(MeterRegistry registry) {
        return new AlertNews(registry);
    }

    @Bean
    @DependsOnDatabaseInitialization
    AlertWatch alertWatch(
            AlertsProperties properties,
            Pool alertsPool,
            Ways ways,
            AlertNews news,
            BacklogSeen backlog,
            GatewayIdentity identity,
            MeterRegistry registry,
            Environment environment,
            @Value("${tollgate.data}") Path data,
            Clock clock) {
        JdbcClient jdbc = OperatorConfiguration.jdbcClient(new JdbcTemplate(alertsPool.dataSource()));
        String gateway = identity.name();
        Wording wording = new Wording(properties.name(), gateway);
        AlertBook book = new AlertBook(jdbc);
        Messages messages = new Messages(jdbc);
        Stores stores =
                new Stores(book, new Sights(jdbc, clock), messages, new Silences(jdbc, clock), new Leases(jdbc));
        Questions questions = new Questions(properties, gateway, clock);
        AlertRound round = new AlertRound(
                gateway,
                questions.own(new Meters(registry), data),
                questions.shared(
                        new Gateways(jdbc, clock),
                        new QueueFailures(jdbc, alertsPool.dataSource()),
                        backlog,
                        new Arrivals(jdbc),
                        MailServerSettings.of(environment)),
                stores,
                new Holding(book, properties),
                new Delivery(messages, ways.channels(), wording, clock),
                new DatabaseWatch(
                        ways.channels(), wording, properties.hold(), properties.isOn(Condition.DATABASE_AWAY), clock),
                news,
                clock);
        return new AlertWatch(round, properties.interval()).start();
    }
}

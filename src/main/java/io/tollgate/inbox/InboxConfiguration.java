package io.tollgate.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class InboxConfiguration {
    /** One of its connections is idle in the transaction that has Flyway's lock, for as long as another one migrates. */
    @Bean
    Pool migrationPool(DataSource dataSource) {
        return Pool.like(dataSource, "migrations", 4, "SET idle_in_transaction_session_timeout = 0");
    }

    @Bean
    FlywayConfigurationCustomizer migrations(Pool migrationPool) {
        return flyway -> flyway.dataSource(migrationPool.dataSource());
    }

    /** Only once its table is there: it begins to try the database at once. */
    @Bean
    @DependsOnDatabaseInitialization
    EventInsert eventInsert(Pool writerPool, InboxProperties properties) {
        return new EventInsert(writerPool.dataSource(), properties.storeTimeout(), Claims.DATABASE_CLOCK);
    }

    /** One connection a writer, and one to try the database with. */
    @Bean
    Pool writerPool(DataSource dataSource, InboxProperties properties) {
        return Pool.like(dataSource, "inbox", properties.writers() + 1, EventInsert.PLANNED_FOR_MANY_ROWS);
    }

    /** A claim is short, and there is one for some batches. */
    @Bean
    Pool claimPool(DataSource dataSource) {
        return Pool.like(dataSource, "claims", 2, Claims.PLANNED_ANEW);
    }

    @Bean
    Inbox inbox(EventInsert insert, InboxProperties properties, MeterRegistry registry) {
        return new Inbox(insert, properties, registry);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Duplicates duplicates(JdbcClient jdbc, Copies copies, MeterRegistry registry) {
        return new Duplicates(jdbc, copies, registry).start();
    }

    @Bean
    Claims claims(Pool claimPool) {
        return new Claims(claimPool.dataSource(), Claims.DATABASE_CLOCK);
    }

    @Bean
    Outcomes outcomes(DataSource dataSource) {
        return new Outcomes(dataSource, Claims.DATABASE_CLOCK);
    }

    @Bean
    BacklogMetrics backlogMetrics(
            Backlog backlog, Pauses pauses, InboxProperties properties, Clock clock, MeterRegistry registry) {
        return new BacklogMetrics(backlog, pauses, properties.retention(), clock, registry).start();
    }

    @Bean
    @DependsOnDatabaseInitialization
    TrafficCount trafficCount(Traffic traffic, GatewayIdentity identity, MeterRegistry registry) {
        return new TrafficCount(traffic, identity.name(), registry).start();
    }

    @Bean
    Retention retention(
            JdbcClient jdbc, PlatformTransactionManager transactions, InboxProperties properties, Clock clock) {
        return new Retention(jdbc, transactions, properties.retention(), properties.retentionInterval(), clock).start();
    }

    @Bean
    InboxHealthIndicator inboxHealthIndicator(Inbox inbox, BacklogMetrics backlog) {
        return new InboxHealthIndicator(inbox, backlog::pausedTypes);
    }
}

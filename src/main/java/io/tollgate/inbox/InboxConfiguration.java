package io.tollgate.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class InboxConfiguration {
    /** Only once its table is there: it begins to try the database at once. */
    @Bean
    @DependsOnDatabaseInitialization
    EventInsert eventInsert(WriterPool pool, InboxProperties properties) {
        return new EventInsert(pool.dataSource(), properties.storeTimeout());
    }

    /** One connection a writer, and one to try the database with. */
    @Bean
    WriterPool writerPool(DataSource dataSource, InboxProperties properties) {
        DataSource pool = Pools.like(dataSource, "inbox", properties.writers() + 1, EventInsert.PLANNED_FOR_MANY_ROWS);
        return new WriterPool(pool, dataSource);
    }

    /** A claim is short, and there is one for some batches. */
    @Bean
    ClaimPool claimPool(DataSource dataSource) {
        return new ClaimPool(Pools.like(dataSource, "claims", 2, Claims.PLANNED_ANEW), dataSource);
    }

    /** Not a DataSource itself, so that nothing else is given it. */
    record ClaimPool(DataSource dataSource, DataSource of) implements AutoCloseable {
        @Override
        public void close() {
            Pools.close(dataSource, of);
        }
    }

    /** Not a DataSource itself, so that nothing else is given it. */
    record WriterPool(DataSource dataSource, DataSource of) implements AutoCloseable {
        @Override
        public void close() {
            Pools.close(dataSource, of);
        }
    }

    @Bean
    Inbox inbox(EventInsert insert, InboxProperties properties, MeterRegistry registry) {
        return new Inbox(insert, properties, registry);
    }

    @Bean
    Claims claims(ClaimPool pool) {
        return new Claims(pool.dataSource());
    }

    @Bean
    Outcomes outcomes(DataSource dataSource) {
        return new Outcomes(dataSource);
    }

    @Bean
    BacklogMetrics backlogMetrics(
            Backlog backlog, Pauses pauses, InboxProperties properties, Clock clock, MeterRegistry registry) {
        return new BacklogMetrics(backlog, pauses, properties.retention(), clock, registry).start();
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

package io.tollgate.inbox;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators ask and change. It needs a database and nothing else, so the commands work beside any gateway. */
@Configuration(proxyBeanMethods = false)
public class OperatorConfiguration {
    /** The only place where the time comes from. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Pauses pauses(JdbcTemplate jdbc, Clock clock) {
        return new Pauses(jdbc, clock);
    }

    @Bean
    Replays replays(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
        return new Replays(jdbc, new TransactionTemplate(transactions), clock);
    }

    @Bean
    Entries entries(JdbcTemplate jdbc) {
        return new Entries(jdbc);
    }

    @Bean
    Backlog backlog(JdbcTemplate jdbc, Clock clock) {
        return new Backlog(jdbc, clock);
    }

    @Bean
    RouteSets routeSets(JdbcTemplate jdbc, Clock clock) {
        return new RouteSets(jdbc, clock);
    }

    @Bean
    Gateways gateways(JdbcTemplate jdbc, Clock clock) {
        return new Gateways(jdbc, clock);
    }
}

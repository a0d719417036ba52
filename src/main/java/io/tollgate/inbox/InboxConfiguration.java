package io.tollgate.inbox;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class InboxConfiguration {
    /** The only place where the time comes from. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Inbox inbox(DataSource dataSource, InboxProperties properties) {
        return new Inbox(new EventInsert(dataSource, properties.storeTimeout()), properties);
    }

    @Bean
    Claims claims(JdbcTemplate jdbc) {
        return new Claims(jdbc);
    }

    @Bean
    InboxHealthIndicator inboxHealthIndicator(Inbox inbox) {
        return new InboxHealthIndicator(inbox);
    }
}

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
    EventInsert eventInsert(DataSource dataSource, InboxProperties properties) {
        return new EventInsert(dataSource, properties.storeTimeout());
    }

    @Bean
    Inbox inbox(EventInsert insert, InboxProperties properties) {
        return new Inbox(insert, properties);
    }

    @Bean
    Claims claims(JdbcTemplate jdbc) {
        return new Claims(jdbc);
    }

    @Bean
    Outcomes outcomes(JdbcTemplate jdbc) {
        return new Outcomes(jdbc);
    }

    @Bean
    InboxHealthIndicator inboxHealthIndicator(Inbox inbox) {
        return new InboxHealthIndicator(inbox);
    }
}

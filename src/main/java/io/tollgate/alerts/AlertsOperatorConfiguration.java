package io.tollgate.alerts;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators ask and change. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertsProperties.class)
public class AlertsOperatorConfiguration {
    @Bean
    AlertBook alertBook(JdbcClient jdbc) {
        return new AlertBook(jdbc);
    }

    @Bean
    Silences silences(JdbcClient jdbc, Clock clock) {
        return new Silences(jdbc, clock);
    }

    /** Only when something is to be sent: who asks what is on needs no mail server. */
    @Bean
    @Lazy
    Ways alertWays(AlertsProperties properties, Environment environment) {
        return Ways.of(properties, MailServerSettings.of(environment), environment);
    }
}

package io.tollgate.embedded;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.activemq.autoconfigure.ActiveMQConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * The profile `embedded`: what is not given runs inside the gateway. Boot's DataSource and connection factory are made
 * from the connection details here, so Spring stops them, and all that use them, before the servers.
 */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
@EnableConfigurationProperties(EmbeddedPorts.class)
class EmbeddedConfiguration {
    @Bean
    DataFolder dataFolder(@Value("${tollgate.data:./data}") String path) {
        return DataFolder.open(Path.of(path));
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("embedded")
    @ConditionalOnAbsent("spring.datasource.url")
    static class Database {
        @Bean
        EmbeddedDatabase embeddedDatabase(DataFolder data) {
            return EmbeddedDatabase.start(data.postgres());
        }

        @Bean(initMethod = "start")
        KeptRunning databaseKeptRunning(EmbeddedDatabase database, DataFolder data) {
            return new KeptRunning(database, data.postgres());
        }

        @Bean
        JdbcConnectionDetails embeddedDatabaseDetails(EmbeddedDatabase database) {
            return new JdbcConnectionDetails() {
                @Override
                public String getJdbcUrl() {
                    return database.jdbcUrl();
                }

                @Override
                public String getUsername() {
                    return database.username();
                }

                @Override
                public String getPassword() {
                    return database.password();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("embedded")
    @ConditionalOnAbsent("spring.activemq.broker-url")
    static class Broker {
        @Bean(initMethod = "start", destroyMethod = "stop")
        EmbeddedBroker embeddedBroker(DataFolder data, EmbeddedPorts ports) {
            return new EmbeddedBroker(data.activemq(), ports.openwirePort(), ports.stompPort());
        }

        @Bean(initMethod = "start")
        KeptRunning brokerKeptRunning(EmbeddedBroker broker, DataFolder data) {
            return new KeptRunning(broker, data.activemq());
        }

        @Bean
        ActiveMQConnectionDetails embeddedBrokerDetails(EmbeddedBroker broker) {
            return new ActiveMQConnectionDetails() {
                @Override
                public String getBrokerUrl() {
                    return broker.url();
                }

                @Override
                public String getUser() {
                    return null;
                }

                @Override
                public String getPassword() {
                    return null;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("embedded")
    @ConditionalOnAbsent("spring.mail.host")
    static class Mail {
        @Bean(initMethod = "start", destroyMethod = "stop")
        EmbeddedMailServer embeddedMailServer(DataFolder data, EmbeddedPorts ports, Clock clock) {
            return new EmbeddedMailServer(data.mail(), ports.smtpPort(), clock);
        }
    }
}

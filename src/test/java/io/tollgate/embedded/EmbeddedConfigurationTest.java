package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.InvalidConfiguration;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.activemq.autoconfigure.ActiveMQAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jms.autoconfigure.JmsAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

class EmbeddedConfigurationTest {
    @TempDir
    Path data;

    @Test
    void whatIsNotGivenRunsHereAndBootConnectsToIt() {
        embedded().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("SHOW fsync", String.class))
                    .isEqualTo("on");
            assertThat(sentAndReceived(context)).isEqualTo("hello");
            assertThat(context.getBean(EmbeddedMailServer.class).port()).isPositive();
            assertThat(context.getBean(Welcome.class).text(Optional.of("refused: mend them")))
                    .containsPattern("ready\\R  Routes +refused: mend them\\R")
                    .contains(data.resolve("stripe-webhook-secret").toString())
                    .contains("http://127.0.0.1:8080/webhooks/stripe")
                    .contains("./tollgate send payment_intent.succeeded")
                    .contains(context.getBean(EmbeddedBroker.class).url())
                    .contains(data.resolve("mail").toString());
        });
    }

    private static Object sentAndReceived(AssertableApplicationContext context) {
        JmsTemplate jms = new JmsTemplate(context.getBean(ConnectionFactory.class));
        jms.setReceiveTimeout(5_000);
        jms.convertAndSend("greeting", "hello");
        return jms.receiveAndConvert("greeting");
    }

    @Test
    void whatIsGivenIsUsedInstead() {
        embedded()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://db.example.com/tollgate",
                        "spring.activemq.broker-url=tcp://broker.example.com:61616",
                        "spring.mail.host=smtp.example.com")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(EmbeddedDatabase.class);
                    assertThat(context).doesNotHaveBean(EmbeddedBroker.class);
                    assertThat(context).doesNotHaveBean(EmbeddedMailServer.class);
                    assertThat(data.resolve("postgres")).doesNotExist();
                    assertThat(data.resolve("activemq")).doesNotExist();
                });
    }

    @Test
    void anEmptySettingCountsAsNotGiven() {
        embedded()
                .withPropertyValues(
                        "spring.mail.host=",
                        "spring.datasource.url=jdbc:postgresql://db.example.com/tollgate",
                        "spring.activemq.broker-url=tcp://broker.example.com:61616")
                .run(context -> assertThat(context).hasSingleBean(EmbeddedMailServer.class));
    }

    @Test
    void withoutTheProfileNothingStarts() {
        runner().withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.com/tollgate")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(DataFolder.class);
                    assertThat(context).doesNotHaveBean(EmbeddedDatabase.class);
                    assertThat(context).doesNotHaveBean(EmbeddedBroker.class);
                    assertThat(context).doesNotHaveBean(EmbeddedMailServer.class);
                    assertThat(data).isEmptyDirectory();
                });
    }

    @Test
    void aSecondGatewayOnTheSameDataFolderDoesNotDisturbTheFirst() {
        embedded().run(first -> {
            embedded()
                    .run(second -> assertThat(second)
                            .getFailure()
                            .hasRootCauseInstanceOf(InvalidConfiguration.class)
                            .rootCause()
                            .hasMessageContaining("Another Tollgate is running"));
            assertThat(new JdbcTemplate(first.getBean(DataSource.class)).queryForObject("SELECT 1", Integer.class))
                    .isEqualTo(1);
        });
    }

    @Test
    void theServersStopAfterWhatUsesThem() throws Exception {
        embedded()
                .withUserConfiguration(LastWords.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(data.resolve("last-words")).hasContent("database and broker still there");
    }

    private ApplicationContextRunner embedded() {
        return runner().withPropertyValues("spring.profiles.active=embedded")
                .withInitializer(context -> new GeneratedSecret(Supplier::get)
                        .postProcessEnvironment(context.getEnvironment(), new SpringApplication()));
    }

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(UserConfigurations.of(EmbeddedConfiguration.class, Welcome.class))
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class, ActiveMQAutoConfiguration.class, JmsAutoConfiguration.class))
                .withBean(Clock.class, Clock::systemUTC)
                .withPropertyValues(
                        "tollgate.data=" + data,
                        "spring.jms.cache.enabled=false",
                        "spring.activemq.embedded.enabled=false",
                        "tollgate.embedded.openwire-port=0",
                        "tollgate.embedded.stomp-port=0",
                        "tollgate.embedded.smtp-port=0");
    }

    /** Uses the database and the broker while the context is closed. */
    record LastWords(DataSource dataSource, ConnectionFactory broker, DataFolder folder) implements DisposableBean {
        @Override
        public void destroy() throws Exception {
            new JdbcTemplate(dataSource).execute("SELECT 1");
            new JmsTemplate(broker).convertAndSend("last", "words");
            Files.writeString(folder.mail().resolveSibling("last-words"), "database and broker still there");
        }
    }
}

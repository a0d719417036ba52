package io.tollgate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class RequiredSettingsTest {
    private static final Map<String, Object> COMPLETE = Map.of(
            "spring.datasource.url", "jdbc:postgresql://db:5432/tollgate",
            "spring.activemq.broker-url", "tcp://broker:61616",
            "spring.mail.host", "smtp.example.com",
            "tollgate.mail.finance", "finance@example.com",
            "tollgate.webhook.endpoints.default.secrets", "whsec_1,whsec_2");

    @Test
    void namesAllThatIsMissingAtOnceAndTheWayOut() {
        assertThatThrownBy(() -> check("", Map.of("tollgate.webhook.endpoints.default.secrets", "")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("SPRING_DATASOURCE_URL (spring.datasource.url)")
                .hasMessageContaining("SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url)")
                .hasMessageContaining("SPRING_MAIL_HOST (spring.mail.host)")
                .hasMessageContaining("TOLLGATE_MAIL_FINANCE (tollgate.mail.finance)")
                .hasMessageContaining("STRIPE_WEBHOOK_SECRET")
                .hasMessageContaining("SPRING_PROFILES_ACTIVE=embedded");
    }

    @ParameterizedTest
    @CsvSource({
        "spring.datasource.url, SPRING_DATASOURCE_URL",
        "spring.activemq.broker-url, SPRING_ACTIVEMQ_BROKER_URL",
        "spring.mail.host, SPRING_MAIL_HOST",
        "tollgate.mail.finance, TOLLGATE_MAIL_FINANCE",
        "tollgate.webhook.endpoints.default.secrets, STRIPE_WEBHOOK_SECRET"
    })
    void eachIsRequiredAndAnEmptyOneCountsAsMissing(String property, String variable) {
        assertThatThrownBy(() -> check("", with(property, ""))).hasMessageStartingWith("Set " + variable);
    }

    /** As application.yaml has them. */
    @Test
    void whatDependsOnSomethingMissingIsNoMistakeOfItsOwn() {
        Map<String, Object> settings = with("tollgate.mail.from", "${tollgate.mail.finance}");
        settings.put("tollgate.mail.host", "${spring.mail.host}");
        settings.remove("tollgate.mail.finance");
        settings.remove("spring.mail.host");

        assertThatThrownBy(() -> check("", settings))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll("Set SPRING_MAIL_HOST", "Set TOLLGATE_MAIL_FINANCE");
    }

    @Test
    void nothingIsMissingWhenAllIsGiven() {
        assertThatCode(() -> check("", COMPLETE)).doesNotThrowAnyException();
    }

    @Test
    void aSecretOfAnyEndpointWillDo() {
        Map<String, Object> settings = with("tollgate.webhook.endpoints.default.secrets", "");
        settings.put("tollgate.webhook.endpoints.connect.secrets[0]", "whsec_3");
        assertThatCode(() -> check("", settings)).doesNotThrowAnyException();
    }

    @Test
    void aFileOfSecretsWillDo() {
        Map<String, Object> settings = with("tollgate.webhook.endpoints.default.secrets", "");
        settings.put("tollgate.webhook.endpoints.default.secret-files", "");
        assertThatThrownBy(() -> check("", settings)).hasMessageContaining("STRIPE_WEBHOOK_SECRET_FILE");
        settings.put("tollgate.webhook.endpoints.connect.secret-files", "/run/secrets/connect");
        assertThatCode(() -> check("", settings)).doesNotThrowAnyException();
    }

    @Test
    void nothingIsRequiredWithTheProfileEmbedded() {
        assertThatCode(() -> check("embedded", Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failover:(tcp://a:61616,tcp://b:61616)",
                "failover:(tcp://a:61616?timeout=3000)",
                "failover:tcp://a:61616?timeout=3000",
                "failover:(tcp://a:61616)?timeout=-1",
                "failover:(tcp://a:61616)?jms.requestTimeout=3000"
            })
    void aBrokerUrlThatWaitsForEverIsRefused(String url) {
        for (String profile : new String[] {"", "embedded"}) {
            assertThatThrownBy(() -> check(profile, with("spring.activemq.broker-url", url)))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("SPRING_ACTIVEMQ_BROKER_URL")
                    .hasMessageContaining("?timeout=3000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failover:(tcp://a:61616,tcp://b:61616)?timeout=3000",
                "failover:(tcp://a:61616)?maxReconnectAttempts=2&timeout=3000",
                "failover://(tcp://vm.example.com:61616)?timeout=3000",
                "ssl://vm:61617"
            })
    void aBrokerUrlThatGivesUpIsFine(String url) {
        assertThatCode(() -> check("", with("spring.activemq.broker-url", url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm://localhost", "vm:(broker:(tcp://a))", "failover:(vm://a)?timeout=1", "peer://a/b"})
    void aBrokerUrlThatWouldStartABrokerIsRefused(String url) {
        assertThatThrownBy(() -> check("", with("spring.activemq.broker-url", url)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("inside the gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db/tollgate", "postgres://user:hunter2@db/tollgate", "db"})
    void aUrlOfNoPostgresIsRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> check("", with("spring.datasource.url", url)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("SPRING_DATASOURCE_URL")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tollgate.mail.finance | finance example.com | TOLLGATE_MAIL_FINANCE (tollgate.mail.finance)",
                "tollgate.mail.finance | a@example.com, Team <b@> | TOLLGATE_MAIL_FINANCE (tollgate.mail.finance)",
                "tollgate.mail.from | tollgate | TOLLGATE_MAIL_FROM (tollgate.mail.from)",
                "tollgate.mail.billing | b@example.com, billing | TOLLGATE_MAIL_BILLING (tollgate.mail.billing)",
                "tollgate.mail.emea-sales | x | TOLLGATE_MAIL_EMEASALES (tollgate.mail.emea-sales)",
            })
    void whatIsNoMailAddressStopsTheStart(String property, String value, String sentence) {
        Map<String, Object> settings = with("tollgate.mail.from", "tollgate@example.com");
        settings.put(property, value);
        for (String profile : new String[] {"", "embedded"}) {
            assertThatThrownBy(() -> check(profile, settings))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining(sentence)
                    .hasMessageContaining("finance@example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "finance+stripe@example.com",
                "M\u00fcller & Co <finance@example.com>",
                "\"Finance, Europe\" <a@example.com>; b@example.com,c@example.com",
                "finance@localhost"
            })
    void anyListOfMailAddressesIsFine(String list) {
        assertThatCode(() -> check("", with("tollgate.mail.finance", list))).doesNotThrowAnyException();
        assertThatCode(() -> check("", with("tollgate.mail.billing", list))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "host, smtp.example.com",
        "port, 25",
        "default-ports.embedded, 2525",
        "timeout, 10s",
        "redelivery.first, 1s"
    })
    void notEachSettingOfMailIsAnAddress(String name, String value) {
        assertThatCode(() -> check("", with("tollgate.mail." + name, value))).doesNotThrowAnyException();
    }

    /** As an environment variable it has no dash, and no dot. */
    @Test
    void alsoAnEnvironmentVariableStopsTheStart() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("TOLLGATE_MAIL_BILLING", "nobody")));
        environment.getPropertySources().addLast(new MapPropertySource("test", COMPLETE));

        assertThatThrownBy(() -> check(environment))
                .hasMessageContaining("TOLLGATE_MAIL_BILLING (tollgate.mail.billing)");
    }

    private static Map<String, Object> with(String property, String value) {
        Map<String, Object> settings = new HashMap<>(COMPLETE);
        settings.put(property, value);
        return settings;
    }

    private static void check(String profile, Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        if (!profile.isEmpty()) {
            environment.addActiveProfile(profile);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        check(environment);
    }

    private static void check(StandardEnvironment environment) {
        RequiredSettings required = new RequiredSettings();
        required.setEnvironment(environment);
        required.postProcessBeanFactory(new DefaultListableBeanFactory());
    }
}

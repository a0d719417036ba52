package io.tollgate;

import io.tollgate.routing.mail.MailAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.Driver;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Looks at the settings that have no default before anything is started, so that all that is missing is named at once. */
@Component
class RequiredSettings implements BeanFactoryPostProcessor, EnvironmentAware, PriorityOrdered {
    private Environment environment;

    /** By a setter, since this runs before constructors are injected. */
    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    /** @throws InvalidConfiguration with a sentence for each setting that is missing or cannot work */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<String> wrong = new ArrayList<>();
        checkDatabase(wrong);
        BrokerUrl.wrong(environment.getProperty("spring.activemq.broker-url")).ifPresent(wrong::add);
        OperatorsPort.wrong(environment).ifPresent(wrong::add);
        if (StringUtils.hasText(environment.getProperty("tollgate.mail.finance"))) {
            checkAddresses(wrong, "TOLLGATE_MAIL_FINANCE", "tollgate.mail.finance");
            checkAddresses(wrong, "TOLLGATE_MAIL_FROM", "tollgate.mail.from");
        }
        if (!environment.acceptsProfiles(Profiles.of("embedded"))) {
            addMissing(wrong);
        }
        if (!wrong.isEmpty()) {
            throw new InvalidConfiguration(String.join(System.lineSeparator(), wrong));
        }
    }

    private void addMissing(List<String> wrong) {
        int before = wrong.size();
        require(
                wrong,
                "SPRING_DATASOURCE_URL",
                "spring.datasource.url",
                "the PostgreSQL that keeps the events," + " such as jdbc:postgresql://db:5432/tollgate");
        require(
                wrong,
                "SPRING_ACTIVEMQ_BROKER_URL",
                "spring.activemq.broker-url",
                "the ActiveMQ broker of the queues," + " such as tcp://broker:61616");
        require(wrong, "SPRING_MAIL_HOST", "spring.mail.host", "the mail server that takes the mails");
        require(wrong, "TOLLGATE_MAIL_FINANCE", "tollgate.mail.finance", "the mail address of your finance team");
        if (!someEndpointHasASecret()) {
            wrong.add("Set STRIPE_WEBHOOK_SECRET (tollgate.webhook.endpoints.default.secrets): the signing secret of"
                    + " your Stripe endpoint, whsec_….");
        }
        if (wrong.size() > before) {
            wrong.add(
                    "Or start with SPRING_PROFILES_ACTIVE=embedded, which brings a database, a broker and a mail server"
                            + " for a machine that has none.");
        }
    }

    private void require(List<String> wrong, String variable, String property, String what) {
        if (!StringUtils.hasText(environment.getProperty(property))) {
            wrong.add("Set " + variable + " (" + property + "): " + what + ".");
        }
    }

    private void checkAddresses(List<String> wrong, String variable, String property) {
        String list = environment.getProperty(property);
        if (StringUtils.hasText(list)) {
            MailAddresses.wrong(list)
                    .ifPresent(why -> wrong.add(variable + " (" + property + ") is '" + list
                            + "', which is no mail address or list of them (" + why
                            + "): set it to finance@example.com, or \"Finance, Europe\" <finance@example.com>."));
        }
    }

    private boolean someEndpointHasASecret() {
        return Binder.get(environment)
                .bind("tollgate.webhook.endpoints", Bindable.mapOf(String.class, Endpoint.class))
                .orElse(Map.of())
                .values()
                .stream()
                .anyMatch(endpoint -> endpoint.secrets() != null
                        && endpoint.secrets().stream().anyMatch(StringUtils::hasText));
    }

    private void checkDatabase(List<String> wrong) {
        String url = environment.getProperty("spring.datasource.url");
        if (StringUtils.hasText(url) && !new Driver().acceptsURL(url)) {
            wrong.add("SPRING_DATASOURCE_URL (spring.datasource.url) is no URL of a PostgreSQL: it has to look like"
                    + " jdbc:postgresql://db:5432/tollgate.");
        }
    }

    record Endpoint(List<String> secrets) {}
}

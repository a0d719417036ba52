package io.tollgate;

import io.tollgate.routing.mail.MailAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    /** Of {@code tollgate.mail}. */
    private static final Set<String> NO_ADDRESSES = Set.of("host", "port", "default-ports", "timeout", "redelivery");

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
        checkAddresses(wrong);
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
                    + " your Stripe endpoint, whsec_…. Or STRIPE_WEBHOOK_SECRET_FILE to a file that has it.");
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

    /** Each {@code tollgate.mail.<name>} is a list of them, but for those that are known to be something else. */
    private void checkAddresses(List<String> wrong) {
        Set<String> names = new TreeSet<>(Binder.get(environment)
                .bind("tollgate.mail", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())
                .keySet());
        boolean isFromFinance = StringUtils.hasText(environment.getProperty("tollgate.mail.finance"));
        for (String name : names) {
            boolean isOther = NO_ADDRESSES.contains(name.replaceFirst("\\..*", ""));
            // without one of its own, the sender is the finance address, whose place says more
            if (!isOther && (isFromFinance || !name.equals("from"))) {
                checkAddresses(wrong, "tollgate.mail." + name);
            }
        }
    }

    private void checkAddresses(List<String> wrong, String property) {
        String list = environment.getProperty(property);
        if (StringUtils.hasText(list)) {
            String variable = property.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
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
                .anyMatch(endpoint -> isGiven(endpoint.secrets()) || isGiven(endpoint.secretFiles()));
    }

    private static boolean isGiven(List<String> texts) {
        return texts != null && texts.stream().anyMatch(StringUtils::hasText);
    }

    private void checkDatabase(List<String> wrong) {
        String url = environment.getProperty("spring.datasource.url");
        if (StringUtils.hasText(url) && !new Driver().acceptsURL(url)) {
            wrong.add("SPRING_DATASOURCE_URL (spring.datasource.url) is no URL of a PostgreSQL: it has to look like"
                    + " jdbc:postgresql://db:5432/tollgate.");
        }
    }

    record Endpoint(List<String> secrets, List<String> secretFiles) {}
}

package io.tollgate.routing;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.sql.SqlComponent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The components of a route set. jms and sql use the very connection factory and data source that the relay binds its
 * transactions to; so what a flow sends and writes takes effect with the relay's commit, or not at all.
 */
final class FlowComponents {
    private final ConnectionFactory connectionFactory;
    private final DataSource dataSource;
    private final Environment environment;
    private final int mailMillis;
    private final QueueReadersAway queueReadersAway = new QueueReadersAway(System::nanoTime);

    /** @param mailTimeout for a connect, a reply and a write each; {@code spring.mail.properties.*} win over it */
    FlowComponents(
            ConnectionFactory connectionFactory, DataSource dataSource, Environment environment, Duration mailTimeout) {
        this.connectionFactory = connectionFactory;
        this.dataSource = dataSource;
        this.environment = environment;
        this.mailMillis = Math.toIntExact(mailTimeout.toMillis());
    }

    void addTo(CamelContext context) {
        context.addComponent("jms", jms());
        context.addComponent("sql", sql());
        context.addComponent("smtp", mail(context, "smtp"));
        context.addComponent("smtps", mail(context, "smtps"));
    }

    private JmsComponent jms() {
        JmsComponent jms = new JmsComponent(new QueueSettings());
        jms.setAutowiredEnabled(false);
        jms.setHeaderFilterStrategy(new StrictHeaders());
        jms.setConnectionFactory(connectionFactory);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        // by default a consumer that is told to stop, at a reload or a shutdown, notices after up to a second
        jms.setReceiveTimeout(250);
        jms.setErrorHandlerLogStackTrace(false);
        jms.setExceptionListener(queueReadersAway);
        return jms;
    }

    private SqlComponent sql() {
        SqlComponent sql = new SqlComponent();
        sql.setAutowiredEnabled(false);
        sql.setDataSource(dataSource);
        return sql;
    }

    private MailComponent mail(CamelContext context, String protocol) {
        MailConfiguration configuration = new MailConfiguration(context);
        String username = environment.getProperty("spring.mail.username");
        if (username != null && !username.isBlank()) {
            configuration.setUsername(username);
            configuration.setPassword(environment.getProperty("spring.mail.password"));
        }
        configuration.setConnectionTimeout(mailMillis);
        // the subject is what a template says; whom a mail goes to and whom it is from, the endpoint alone says
        configuration.setUseHeaderSubject(true);
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".writetimeout", String.valueOf(mailMillis));
        properties.putAll(Binder.get(environment)
                .bind("spring.mail.properties", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of()));
        configuration.setAdditionalJavaMailProperties(properties);
        MailComponent mail = new MailComponent(context);
        mail.setAutowiredEnabled(false);
        mail.setConfiguration(configuration);
        mail.setHeaderFilterStrategy(new MailHeaders());
        return mail;
    }
}

package io.tollgate.routing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.routing.check.CamelSettings;
import io.tollgate.routing.check.CamelSettings.Kind;
import io.tollgate.routing.mail.MailServers;
import io.tollgate.routing.mail.OldMailTemplates;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.Queues;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaHeaderFilterStrategy;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.DefaultDataFormatResolver;
import org.apache.camel.impl.engine.DefaultLanguageResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatResolver;
import org.apache.camel.spi.LanguageResolver;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The components of a route set. jms and sql use the very connection factory and data source that the relay binds its
 * transactions to; so what a flow sends and writes takes effect with the relay's commit, or not at all.
 */
public final class FlowComponents {
    private final ConnectionFactory connectionFactory;
    private final DataSource dataSource;
    private final Environment environment;
    private final int mailMillis;
    private final CamelSettings settings;
    private final QueueParts queues;

    /** @param mailTimeout for a connect, a reply and a write each; {@code spring.mail.properties.*} win over it */
    public FlowComponents(
            ConnectionFactory connectionFactory,
            DataSource dataSource,
            Environment environment,
            Duration mailTimeout,
            QueueParts queues) {
        this.queues = queues;
        this.connectionFactory = connectionFactory;
        this.dataSource = dataSource;
        this.environment = environment;
        this.settings = new CamelSettings(Map.of(
                Kind.COMPONENT,
                options(Kind.COMPONENT.prefix()),
                Kind.DATA_FORMAT,
                options(Kind.DATA_FORMAT.prefix())));
        this.mailMillis = Math.toIntExact(mailTimeout.toMillis());
    }

    /** Each is made when a route first names it, and so is each data format; the application's settings say more of both. */
    public void addTo(CamelContext context) {
        ExtendedCamelContext plugins = context.getCamelContextExtension();
        if (queues.spans().isOn()) {
            plugins.addInterceptStrategy(new StepSpans());
        }
        ComponentResolver others = new DefaultComponentResolver();
        plugins.addContextPlugin(ComponentResolver.class, (name, of) -> {
            Component ours = ours(of, name);
            Component component = ours == null ? others.resolveComponent(name, of) : ours;
            if (component != null) {
                settings.apply(of, Kind.COMPONENT, name, component);
            }
            return component;
        });
        LanguageResolver languages = new DefaultLanguageResolver();
        plugins.addContextPlugin(
                LanguageResolver.class,
                (name, of) -> name.equals("simple") ? new NullSafeSimple() : languages.resolveLanguage(name, of));
        DataFormatResolver formats = new DefaultDataFormatResolver();
        plugins.addContextPlugin(DataFormatResolver.class, (name, of) -> {
            DataFormat format = formats.createDataFormat(name, of);
            if (format instanceof JacksonDataFormat json) {
                json.setObjectMapper(json());
            }
            if (format != null) {
                settings.apply(of, Kind.DATA_FORMAT, name, format);
            }
            return format;
        });
    }

    /** By default 300 names that collide in its table, or half a surrogate pair to write, are an error, and the event that the inbox has taken is dead. */
    private static ObjectMapper json() {
        return new ObjectMapper(JsonFactory.builder()
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .addDecorator((factory, generator) -> new HalfPairs(generator))
                .build());
    }

    CamelSettings settings() {
        return settings;
    }

    private Component ours(CamelContext context, String name) {
        return switch (name) {
            case "direct" -> direct();
            case "jms" -> jms();
            case "sql" -> sql();
            case "smtp", "smtps" -> mail(context, name);
            case "mustache" -> new OldMailTemplates();
            case "http", "https" -> http();
            case "kafka" -> kafka();
            default -> null;
        };
    }

    /** By default a send to a name at which no route starts waits for one, with its thread, for 30 s. */
    private static DirectComponent direct() {
        DirectComponent direct = new DirectComponent();
        direct.setBlock(false);
        return direct;
    }

    private Component jms() {
        Queues jms = new Queues(queues);
        jms.setHeaderFilterStrategy(new StrictHeaders());
        jms.setConnectionFactory(connectionFactory);
        return jms;
    }

    private SqlComponent sql() {
        SqlComponent sql = new StorableSql();
        sql.setAutowiredEnabled(false);
        sql.setDataSource(dataSource);
        return sql;
    }

    private Component mail(CamelContext context, String protocol) {
        MailConfiguration configuration = new MailConfiguration(context);
        String username = environment.getProperty("spring.mail.username");
        if (username != null && !username.isBlank()) {
            configuration.setUsername(username);
            configuration.setPassword(environment.getProperty("spring.mail.password"));
        }
        configuration.setConnectionTimeout(mailMillis);
        // the subject is what a template says; whom a mail goes to and is from, no header of a message does
        configuration.setUseHeaderSubject(true);
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".writetimeout", String.valueOf(mailMillis));
        properties.putAll(options("spring.mail.properties"));
        configuration.setAdditionalJavaMailProperties(properties);
        return new MailServers(context, configuration);
    }

    private static HttpComponent http() {
        HttpComponent http = new HttpComponent();
        http.setHeaderFilterStrategy(new StrictToo(new HttpHeaderFilterStrategy()));
        // by default a 429 or 503 is tried again on the spot, after as long a sleep as the server asks for
        http.setHttpClientConfigurer(HttpClientBuilder::disableAutomaticRetries);
        return http;
    }

    private static KafkaComponent kafka() {
        KafkaComponent kafka = new KafkaComponent();
        kafka.getConfiguration().setHeaderFilterStrategy(new StrictToo(new KafkaHeaderFilterStrategy()));
        // by default a record whose flow fails is passed over, and so lost
        kafka.getConfiguration().setBreakOnFirstError(true);
        // by default no route loads while the name of a broker cannot be looked up; now the messages to it are tried
        // again
        kafka.setLazyStartProducer(true);
        // by default a consumer that is told to stop notices after up to 5 s, and is cut off before
        kafka.getConfiguration().setPollTimeoutMs(250L);
        return kafka;
    }

    private Map<String, String> options(String prefix) {
        return Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, String.class))
                .orElse(Map.of());
    }
}

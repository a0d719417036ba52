package io.tollgate.cli;

import io.tollgate.BrokerUrl;
import io.tollgate.InvalidConfiguration;
import io.tollgate.OfflineSettings;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.embedded.RunningBroker;
import io.tollgate.relay.BrokerDeadlines;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.springframework.boot.activemq.autoconfigure.ActiveMQProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The broker, for a command: reached by the same settings as the gateway's. */
final class Broker {
    private static final int OPENWIRE = 61616;
    private static final int PREFETCH = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Broker() {}

    /**
     * @param settings Spring's, as for {@code serve}
     * @throws InvalidConfiguration when no broker is given and no embedded one is there, or the settings fit none
     */
    static DeadLetters deadLetters(String[] settings) {
        return DeadLetters.of(factory(settings));
    }

    /** The same, for a look into the queues. */
    static ActiveMQConnectionFactory factory(String[] settings) {
        Environment environment = OfflineSettings.of(settings);
        try {
            Binder binder = Binder.get(environment);
            ActiveMQProperties given = binder.bindOrCreate("spring.activemq", ActiveMQProperties.class);
            String url =
                    StringUtils.hasText(given.getBrokerUrl()) ? given.getBrokerUrl() : embedded(environment, binder);
            BrokerUrl.wrong(url).ifPresent(sentence -> {
                throw new InvalidConfiguration(sentence);
            });
            return factory(url, given, timeout(binder));
        } catch (BindException e) {
            Object value = e.getProperty() == null ? "" : e.getProperty().getValue();
            throw new InvalidConfiguration("'" + value + "' is no value of " + e.getName() + ": correct it.", e);
        }
    }

    private static ActiveMQConnectionFactory factory(String url, ActiveMQProperties given, Duration timeout) {
        try {
            ActiveMQConnectionFactory factory =
                    new ActiveMQConnectionFactory(given.getUser(), given.getPassword(), url);
            new BrokerDeadlines(timeout).customize(factory);
            // a batch that was cut off counts as a delivery, and none of them may be the last
            factory.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
            factory.setWatchTopicAdvisories(false);
            // by default the broker sends a thousand ahead, however large they are
            factory.getPrefetchPolicy().setQueuePrefetch(PREFETCH);
            return factory;
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration(
                    "SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) is no URL of a broker: it has to look like"
                            + " tcp://broker:61616.",
                    e);
        }
    }

    private static Duration timeout(Binder binder) {
        return binder.bind("tollgate.relay.broker-timeout", Duration.class).orElse(TIMEOUT);
    }

    private static String embedded(Environment environment, Binder binder) {
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        int port = binder.bind("tollgate.embedded.openwire-port", Integer.class).orElse(OPENWIRE);
        return RunningBroker.url(data, port)
                .orElseThrow(() -> new InvalidConfiguration(
                        "No broker: set SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) as for the gateway. Or"
                                + " start the gateway with its embedded one; there is none on "
                                + data.toAbsolutePath().normalize() + " (TOLLGATE_DATA)."));
    }
}

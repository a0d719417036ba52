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
    private static final String PORT = "tollgate.embedded.openwire-port";
    private static final int PREFETCH = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Broker() {}

    /**
     * @param settings Spring's, as for {@code serve}
     * @throws InvalidConfiguration when no broker is given and no embedded one is there, the settings fit none, or it does not
     *     answer
     */
    static DeadLetters deadLetters(String[] settings) {
        BrokerConnections connections = connections(settings);
        return new DeadLetters(connections.open(), connections.address());
    }

    /** The same, for a look into the queues. */
    static BrokerConnections connections(String[] settings) {
        Environment environment = OfflineSettings.of(settings);
        try {
            Binder binder = Binder.get(environment);
            ActiveMQProperties given = binder.bindOrCreate("spring.activemq", ActiveMQProperties.class);
            Duration timeout = timeout(binder);
            if (StringUtils.hasText(given.getBrokerUrl())) {
                return connections(given.getBrokerUrl(), null, given, timeout);
            }
            RunningBroker running = embedded(environment, binder);
            return connections(running.url(), running.id(), given, timeout);
        } catch (BindException e) {
            Object value = e.getProperty() == null ? "" : e.getProperty().getValue();
            throw new InvalidConfiguration("'" + value + "' is no value of " + e.getName() + ": correct it.", e);
        }
    }

    private static BrokerConnections connections(String url, String id, ActiveMQProperties given, Duration timeout) {
        BrokerUrl.wrong(url).ifPresent(sentence -> {
            throw new InvalidConfiguration(sentence);
        });
        try {
            ActiveMQConnectionFactory factory =
                    new ActiveMQConnectionFactory(given.getUser(), given.getPassword(), url);
            new BrokerDeadlines(timeout).customize(factory);
            factory.setBrokerURL(triedOnce(factory.getBrokerURL()));
            // a batch that was cut off counts as a delivery, and none of them may be the last
            factory.getRedeliveryPolicy().setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
            factory.setWatchTopicAdvisories(false);
            // by default the broker sends a thousand ahead, however large they are
            factory.getPrefetchPolicy().setQueuePrefetch(PREFETCH);
            return new BrokerConnections(factory, id);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration(
                    "SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) is no URL of a broker: it has to look like"
                            + " tcp://broker:61616.",
                    e);
        }
    }

    /** {@code timeout} bounds what is sent, and not the way to a broker; a command would wait for one without an end. */
    private static String triedOnce(String url) {
        if (!url.startsWith("failover:") || url.contains("axReconnectAttempts=")) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + "startupMaxReconnectAttempts=1&maxReconnectAttempts=1";
    }

    private static Duration timeout(Binder binder) {
        return binder.bind("tollgate.relay.broker-timeout", Duration.class).orElse(TIMEOUT);
    }

    private static RunningBroker embedded(Environment environment, Binder binder) {
        String data = Path.of(environment.getRequiredProperty("tollgate.data"))
                        .toAbsolutePath()
                        .normalize()
                + " (TOLLGATE_DATA)";
        int port = binder.bind(PORT, Integer.class).orElse(0);
        RunningBroker running = RunningBroker.on(Path.of(environment.getRequiredProperty("tollgate.data")))
                .orElseThrow(() -> new InvalidConfiguration(
                        "No broker: set SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) as for the gateway. Or"
                                + " start the gateway with its embedded one; there is none running on " + data + "."));
        if (port != 0 && !running.url().endsWith(":" + port)) {
            throw new InvalidConfiguration(PORT + " is " + port + ", but the broker of the gateway on " + data + " is "
                    + running.url() + ": leave the port out, or set TOLLGATE_DATA to the data folder that you mean.");
        }
        return running;
    }
}

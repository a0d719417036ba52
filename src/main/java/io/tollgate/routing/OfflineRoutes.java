package io.tollgate.routing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.queue.BrokerRedelivery;
import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.Redelivery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** The check of a folder of routes where no gateway runs, as in a CI or before a commit. */
public final class OfflineRoutes {
    /** What each gateway has to be given, and a check should not ask for. */
    private static final Map<String, Object> GIVEN_TO_EACH_GATEWAY =
            Map.of("spring.mail.host", "mail.example.com", "tollgate.mail.finance", "finance@example.com");

    private OfflineRoutes() {}

    static QueueParts queues() {
        BrokerRedelivery redelivery = new BrokerRedelivery(Redelivery.DEFAULT);
        return QueueParts.of(redelivery, new SimpleMeterRegistry(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /**
     * @param folder null for the one that is configured
     * @param settings Spring's, as for {@code serve}
     * @return by place; none when all is well
     */
    public static List<Finding> check(Path folder, String[] settings) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(settings));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        environment.getPropertySources().addLast(new MapPropertySource("given", GIVEN_TO_EACH_GATEWAY));
        Path routes = folder != null ? folder : Path.of(environment.getRequiredProperty("tollgate.routes"));
        // Neither is ever connected.
        FlowComponents components = new FlowComponents(
                new ActiveMQConnectionFactory(),
                new SimpleDriverDataSource(),
                environment,
                Duration.ofSeconds(10),
                queues());
        RouteSetLoader loader =
                new RouteSetLoader(environment, FlowBeans.all(new DoneRepository(null, null)), components);
        try {
            Snapshot snapshot = RouteSetLoader.snapshot(routes);
            try (RouteSet set = loader.build(snapshot, routes)) {
                return set.warnings();
            }
        } catch (InvalidRouteSet e) {
            return e.findings();
        }
    }
}

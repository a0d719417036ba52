package io.tollgate.routing;

import io.tollgate.OfflineSettings;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsEndpoint;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** A folder of routes where no gateway runs: its check, as in a CI or before a commit, and its queues. */
public final class OfflineRoutes {
    /** What each gateway has to be given, and a check should not ask for. */
    private static final Map<String, Object> GIVEN_TO_EACH_GATEWAY =
            Map.of("spring.mail.host", "mail.example.com", "tollgate.mail.finance", "finance@example.com");

    private OfflineRoutes() {}

    /**
     * @param folder null for the one that is configured
     * @param settings Spring's, as for {@code serve}
     * @return by place; none when all is well
     */
    public static List<Finding> check(Path folder, String[] settings) {
        ConfigurableEnvironment environment = environment(settings);
        try (RouteSet set = build(folder != null ? folder : configured(environment), environment)) {
            return set.warnings();
        } catch (InvalidRouteSet e) {
            return e.findings();
        }
    }

    /**
     * The queues that the configured routes take messages from and send them to, as far as they are written down. When the
     * folder is refused, those of the last good routes.
     *
     * @return by name; empty when there are no good routes either
     */
    public static Optional<Set<String>> queues(String[] settings, Clock clock) {
        ConfigurableEnvironment environment = environment(settings);
        return queues(configured(environment), environment)
                .or(() -> lastGood(environment, clock).flatMap(kept -> queues(kept, environment)));
    }

    private static Optional<Set<String>> queues(Path folder, ConfigurableEnvironment environment) {
        try (RouteSet set = build(folder, environment)) {
            return Optional.of(set.endpoints().stream()
                    .filter(endpoint -> endpoint instanceof JmsEndpoint jms && !jms.isPubSubDomain())
                    .map(endpoint -> ((JmsEndpoint) endpoint).getDestinationName())
                    .collect(Collectors.toCollection(TreeSet::new)));
        } catch (InvalidRouteSet e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> lastGood(ConfigurableEnvironment environment, Clock clock) {
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try {
            return new KeptRoutes(data.resolve("routes"), clock).lastGood();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ConfigurableEnvironment environment(String[] settings) {
        ConfigurableEnvironment environment = OfflineSettings.of(settings);
        environment.getPropertySources().addLast(new MapPropertySource("given", GIVEN_TO_EACH_GATEWAY));
        return environment;
    }

    private static Path configured(ConfigurableEnvironment environment) {
        return Path.of(environment.getRequiredProperty("tollgate.routes"));
    }

    private static RouteSet build(Path routes, ConfigurableEnvironment environment) throws InvalidRouteSet {
        // Neither is ever connected.
        FlowComponents components = new FlowComponents(
                new ActiveMQConnectionFactory(), new SimpleDriverDataSource(), environment, Duration.ofSeconds(10));
        Snapshot snapshot = RouteSetLoader.snapshot(routes);
        return new RouteSetLoader(environment, FlowBeans.all(), components).build(snapshot, routes);
    }
}

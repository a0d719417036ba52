package io.tollgate.routing.reload;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.InvalidConfiguration;
import io.tollgate.OfflineSettings;
import io.tollgate.routing.FlowBeans;
import io.tollgate.routing.FlowComponents;
import io.tollgate.routing.RouteMap;
import io.tollgate.routing.RouteSet;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.queue.BrokerRedelivery;
import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.Redelivery;
import io.tollgate.routing.sql.FlowRights;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.routing.sql.TablesAway;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** A folder of routes where no gateway runs: its check, as in a CI or before a commit, and its queues. */
public final class OfflineRoutes {
    /** What each gateway has to be given, and a check should not ask for. */
    private static final Map<String, Object> GIVEN_TO_EACH_GATEWAY =
            Map.of("spring.mail.host", "mail.example.com", "tollgate.mail.finance", "finance@example.com");

    private OfflineRoutes() {}

    public static QueueParts queueParts() {
        BrokerRedelivery redelivery = new BrokerRedelivery(Redelivery.DEFAULT);
        return QueueParts.of(redelivery, new SimpleMeterRegistry(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /**
     * @param findings by place; none when all is well
     * @param map where events of each type go; nowhere in a refused folder
     * @param unasked how many statements of flows only a database could have checked, and none was asked
     */
    public record Checked(List<Finding> findings, RouteMap map, int unasked) {}

    /** Without a database. */
    public static List<Finding> check(Path folder, String[] settings) {
        return check(folder, settings, null).findings();
    }

    /**
     * @param folder null for the one that is configured
     * @param settings Spring's, as for {@code serve}
     * @param database that of the flows, in which nothing changes; null for none
     * @throws InvalidConfiguration when the database cannot be asked
     */
    public static Checked check(Path folder, String[] settings, DataSource database) {
        ConfigurableEnvironment environment = environment(settings);
        Path routes = folder != null ? folder : configured(environment);
        try (RouteSet set = loader(environment).build(RouteSetLoader.snapshot(routes), routes)) {
            if (database == null) {
                return new Checked(set.warnings(), set.map(), set.statements().size());
            }
            new FlowTables(database, FlowRights.find(database)).tryOut(routes, set.statements());
            return new Checked(set.warnings(), set.map(), 0);
        } catch (InvalidRouteSet e) {
            return new Checked(e.findings(), RouteMap.NONE, 0);
        } catch (TablesAway | SQLException e) {
            throw new InvalidConfiguration("The database does not answer: " + FlowTables.oneLine(e), e);
        }
    }

    /**
     * The queues that the configured routes take messages from and send them to, as far as they are written down. When the
     * folder is refused, those of the last good routes.
     *
     * @return by name; empty when there are no good routes either, and the folder cannot be read
     */
    public static Optional<Set<String>> queues(String[] settings, Clock clock) {
        ConfigurableEnvironment environment = environment(settings);
        Path folder = configured(environment);
        Optional<Path> lastGood = lastGood(environment, clock);
        // what the gateway has taken has passed the check, which takes seconds
        boolean unchecked = lastGood.isEmpty() || isSame(lastGood.get(), folder);
        return queues(folder, environment, unchecked)
                .or(() -> lastGood.flatMap(kept -> queues(kept, environment, true)));
    }

    private static boolean isSame(Path kept, Path folder) {
        try {
            return kept.endsWith(RouteSetLoader.snapshot(folder).hash());
        } catch (InvalidRouteSet e) {
            return false;
        }
    }

    private static Optional<Set<String>> queues(Path folder, ConfigurableEnvironment environment, boolean unchecked) {
        RouteSetLoader loader = loader(environment);
        try (RouteSet set = unchecked
                ? loader.buildUnchecked(RouteSetLoader.snapshot(folder), folder)
                : loader.build(RouteSetLoader.snapshot(folder), folder)) {
            return Optional.of(set.queues());
        } catch (InvalidRouteSet e) {
            return Optional.empty();
        }
    }

    /** The folder of the routes that a gateway with these settings has taken last; empty when none is kept. */
    public static Optional<Path> lastGood(ConfigurableEnvironment environment, Clock clock) {
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try {
            return new KeptRoutes(data.resolve("routes"), clock).lastGood();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The settings of a gateway, with what a check or a rehearsal does not ask for. */
    public static ConfigurableEnvironment environment(String[] settings) {
        ConfigurableEnvironment environment = OfflineSettings.of(settings);
        environment.getPropertySources().addLast(new MapPropertySource("given", GIVEN_TO_EACH_GATEWAY));
        return environment;
    }

    /** The same; the folder that it has, when none is kept. */
    public static Path inEffect(ConfigurableEnvironment environment, Clock clock) {
        return lastGood(environment, clock).orElseGet(() -> configured(environment));
    }

    /** The folder that a gateway with these settings has. */
    public static Path configured(ConfigurableEnvironment environment) {
        return Path.of(environment.getRequiredProperty("tollgate.routes"));
    }

    private static RouteSetLoader loader(ConfigurableEnvironment environment) {
        // Neither is ever connected.
        FlowComponents components = new FlowComponents(
                new ActiveMQConnectionFactory(),
                new SimpleDriverDataSource(),
                environment,
                Duration.ofSeconds(10),
                queueParts());
        return new RouteSetLoader(environment, FlowBeans.all(new DoneRepository(null, null)), components);
    }
}

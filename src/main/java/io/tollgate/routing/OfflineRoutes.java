package io.tollgate.routing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.queue.BrokerRedelivery;
import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.Redelivery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
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
     * @param findings by place; none when all is well
     * @param unasked how many statements of flows only a database could have checked, and none was asked
     */
    public record Checked(List<Finding> findings, int unasked) {}

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
        try (RouteSet set = loader.build(RouteSetLoader.snapshot(routes), routes)) {
            if (database == null) {
                return new Checked(set.warnings(), set.statements().size());
            }
            new FlowTables(database, FlowRights.find(database)).tryOut(routes, set.statements());
            return new Checked(set.warnings(), 0);
        } catch (InvalidRouteSet e) {
            return new Checked(e.findings(), 0);
        } catch (TablesAway | SQLException e) {
            throw new InvalidConfiguration("The database does not answer: " + FlowTables.oneLine(e), e);
        }
    }
}

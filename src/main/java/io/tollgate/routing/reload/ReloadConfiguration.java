package io.tollgate.routing.reload;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.InvalidConfiguration;
import io.tollgate.hydrate.Hydrate;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.GatewayIdentity;
import io.tollgate.inbox.RouteSets;
import io.tollgate.relay.FlowRole;
import io.tollgate.relay.Relay;
import io.tollgate.routing.CamelEventRouter;
import io.tollgate.routing.FlowBeans;
import io.tollgate.routing.FlowComponents;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.mail.MailProperties;
import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.sql.FlowPool;
import io.tollgate.routing.sql.FlowTables;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the flows together, and keeps them as their folder is. */
@Configuration(proxyBeanMethods = false)
class ReloadConfiguration {
    private static final int MOST_REHEARSED = 10_000;

    /** Its name is what the health details show. */
    @Bean
    RouteNews routes(GatewayIdentity gateway, RouteSets decisions, MeterRegistry metrics) {
        return new RouteNews(gateway.name(), decisions, metrics);
    }

    @Bean
    CurrentRoutes currentRoutes(
            @Value("${tollgate.data}") Path data,
            ConnectionFactory connectionFactory,
            DataSource dataSource,
            FlowPool flows,
            FlowRole role,
            Environment environment,
            MailProperties mail,
            QueueParts queues,
            DoneEvents doneEvents,
            Hydrate hydrate,
            CamelEventRouter router,
            RouteNews news,
            ReloadRehearsal rehearsal,
            Relay relay,
            Clock clock)
            throws SQLException {
        FlowComponents components =
                new FlowComponents(connectionFactory, flows.dataSource(), environment, mail.timeout(), queues);
        return new CurrentRoutes(
                new RouteSetLoader(
                        environment,
                        FlowBeans.all(new DoneRepository(doneEvents, queues.afterCommit()), hydrate),
                        components),
                rehearsal,
                new FlowTables(dataSource, role),
                new KeptRoutes(data.resolve("routes"), clock),
                router,
                news,
                relay::start,
                clock);
    }

    @Bean
    ReloadRehearsal reloadRehearsal(
            @Value("${tollgate.routes.rehearse}") int events,
            @Value("${tollgate.data}") Path data,
            DataSource dataSource,
            FlowRole role,
            GatewayIdentity gateway,
            Environment environment,
            Entries entries)
            throws SQLException {
        if (events < 0 || events > MOST_REHEARSED) {
            throw new InvalidConfiguration("tollgate.routes.rehearse (TOLLGATE_ROUTES_REHEARSE) is " + events
                    + ": set it to 0 for no rehearsal, or to " + MOST_REHEARSED + " events at most");
        }
        String name = "tollgate_rehearsal_" + Integer.toHexString(gateway.name().hashCode());
        return new ReloadRehearsal(
                new TrialParts(
                        dataSource.unwrap(HikariDataSource.class),
                        role,
                        name,
                        environment,
                        entries,
                        events,
                        TrialParts.BOUNDS),
                new Acceptances(data.resolve("routes")),
                ReloadRehearsal.LONGEST);
    }

    @Bean
    LiveRehearsal liveRehearsal(
            DataSource dataSource, FlowRole role, Environment environment, Entries entries, CurrentRoutes routes)
            throws SQLException {
        return new LiveRehearsal(
                new TrialParts(
                        dataSource.unwrap(HikariDataSource.class),
                        role,
                        "",
                        environment,
                        entries,
                        1,
                        TrialParts.BOUNDS),
                routes::inEffect,
                LiveRehearsal.LONGEST);
    }

    @Bean
    FolderWatch folderWatch(
            @Value("${tollgate.routes}") Path folder,
            @Value("${tollgate.routes.reload}") boolean reload,
            CurrentRoutes routes) {
        return new FolderWatch(folder, reload, routes);
    }
}

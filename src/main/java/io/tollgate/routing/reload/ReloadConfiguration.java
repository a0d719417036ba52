package io.tollgate.routing.reload;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.RouteSets;
import io.tollgate.relay.FlowRole;
import io.tollgate.relay.GatewayIdentity;
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
            CamelEventRouter router,
            RouteNews news,
            Relay relay,
            Clock clock)
            throws SQLException {
        FlowComponents components =
                new FlowComponents(connectionFactory, flows.dataSource(), environment, mail.timeout(), queues);
        return new CurrentRoutes(
                new RouteSetLoader(
                        environment, FlowBeans.all(new DoneRepository(doneEvents, queues.afterCommit())), components),
                new FlowTables(dataSource, role),
                new KeptRoutes(data.resolve("routes"), clock),
                router,
                news,
                relay::start,
                clock);
    }

    @Bean
    FolderWatch folderWatch(
            @Value("${tollgate.routes}") Path folder,
            @Value("${tollgate.routes.reload}") boolean reload,
            CurrentRoutes routes) {
        return new FolderWatch(folder, reload, routes);
    }
}

package io.tollgate.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.RouteSets;
import io.tollgate.relay.FlowRole;
import io.tollgate.relay.GatewayIdentity;
import io.tollgate.relay.Relay;
import io.tollgate.routing.queue.BrokerRedelivery;
import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.QueueWatch;
import io.tollgate.routing.queue.Redelivery;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the flows together. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {
    @Bean
    static StrictIngress strictIngress(Environment environment) {
        return new StrictIngress(environment);
    }

    @Bean
    CamelEventRouter eventRouter() {
        return new CamelEventRouter();
    }

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

    /** Only once the database is there, and before a flow uses it. */
    @Bean
    @DependsOnDatabaseInitialization
    FlowRole flowRole(DataSource dataSource) throws SQLException {
        return FlowRights.establish(dataSource);
    }

    @Bean
    FlowPool flowPool(
            DataSource dataSource,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int connections,
            FlowRole role) {
        return new FlowPool(new FlowDataSource(dataSource, connections, role));
    }

    /** Not a DataSource itself, so that nothing else is given it. */
    record FlowPool(FlowDataSource dataSource) implements AutoCloseable {
        @Override
        public void close() {
            dataSource.close();
        }
    }

    @Bean
    FolderWatch folderWatch(
            @Value("${tollgate.routes}") Path folder,
            @Value("${tollgate.routes.reload}") boolean reload,
            CurrentRoutes routes) {
        return new FolderWatch(folder, reload, routes);
    }

    @Bean
    BrokerRedelivery brokerRedelivery(Redelivery redelivery) {
        return new BrokerRedelivery(redelivery);
    }

    /** Its name is what the health details show. */
    @Bean
    QueueWatch queues(ConnectionFactory broker, CamelEventRouter router, MeterRegistry metrics, Clock clock) {
        return new QueueWatch(broker, router::queues, metrics, clock).start();
    }

    @Bean
    QueueParts queueParts(BrokerRedelivery redelivery, MeterRegistry metrics, Clock clock) {
        return QueueParts.of(redelivery, metrics, clock);
    }
}

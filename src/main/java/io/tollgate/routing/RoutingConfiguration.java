package io.tollgate.routing;

import io.tollgate.relay.Relay;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the flows together. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {
    @Bean
    CamelEventRouter eventRouter() {
        return new CamelEventRouter();
    }

    /** Its name is what the health details show. */
    @Bean
    FlowsStart routes(
            @Value("${tollgate.routes}") Path folder,
            ConnectionFactory connectionFactory,
            DataSource dataSource,
            Environment environment,
            MailProperties mail,
            CamelEventRouter router,
            Relay relay) {
        FlowComponents components = new FlowComponents(connectionFactory, dataSource, environment, mail.timeout());
        RouteSetLoader loader = new RouteSetLoader(environment, FlowBeans.all(), components);
        return new FlowsStart(folder, new FlowTables(dataSource), loader, router, relay::start);
    }

    @Bean
    BrokerRedelivery brokerRedelivery(MailProperties mail) {
        return new BrokerRedelivery(mail.redelivery());
    }
}

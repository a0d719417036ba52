package io.tollgate.routing;

import io.tollgate.relay.Relay;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the flows together. The beans that routes name ({@code ref:}) keep their names. */
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
            ApplicationContext beans,
            ConnectionFactory connectionFactory,
            DataSource dataSource,
            Environment environment,
            MailProperties mail,
            CamelEventRouter router,
            Relay relay) {
        FlowComponents components = new FlowComponents(connectionFactory, dataSource, environment, mail.timeout());
        return new FlowsStart(
                folder, new FlowTables(dataSource), new RouteSetLoader(beans, components), router, relay::start);
    }

    @Bean
    BrokerRedelivery brokerRedelivery(MailProperties mail) {
        return new BrokerRedelivery(mail.redelivery());
    }

    @Bean
    UnroutedTypes unroutedTypes() {
        return new UnroutedTypes();
    }

    @Bean
    MailModel mailModel() {
        return new MailModel();
    }

    @Bean
    MailText mailText() {
        return new MailText();
    }

    @Bean
    MailRefusal mailRefusal() {
        return new MailRefusal();
    }
}

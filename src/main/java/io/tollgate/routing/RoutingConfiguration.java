package io.tollgate.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.Seen;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.routing.drift.DriftWatch;
import io.tollgate.routing.queue.BrokerRedelivery;
import io.tollgate.routing.queue.FailedTries;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.QueueWatch;
import io.tollgate.routing.queue.Redelivery;
import io.tollgate.trace.Tracing;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What is there for each set of routes. */
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

    @Bean
    WantedTypes wantedTypes(CamelEventRouter router) {
        return router::types;
    }

    @Bean
    BrokerRedelivery brokerRedelivery(Redelivery redelivery) {
        return new BrokerRedelivery(redelivery);
    }

    /** Its name is what the health details show. */
    @Bean
    QueueWatch queues(
            ConnectionFactory broker,
            CamelEventRouter router,
            QueueFailures failures,
            MeterRegistry metrics,
            Clock clock) {
        return new QueueWatch(broker, router::queues, failures::byRoute, metrics, clock).start();
    }

    @Bean
    @DependsOnDatabaseInitialization
    DriftWatch driftWatch(Seen seen, CamelEventRouter router, Clock clock, MeterRegistry metrics) {
        return new DriftWatch(seen, () -> router.routes() != null, router::flows, clock, metrics).start();
    }

    @Bean
    FailedTries failedTries(QueueFailures failures) {
        return new FailedTries(failures);
    }

    @Bean
    QueueParts queueParts(
            BrokerRedelivery redelivery, MeterRegistry metrics, FailedTries failedTries, Tracing tracing, Clock clock) {
        return QueueParts.of(redelivery, metrics, failedTries, tracing, clock);
    }
}

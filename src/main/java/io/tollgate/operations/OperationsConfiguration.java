package io.tollgate.operations;

import io.tollgate.alerts.AlertBook;
import io.tollgate.inbox.Backlog;
import io.tollgate.inbox.Copies;
import io.tollgate.inbox.Discards;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Pool;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.ReplayLog;
import io.tollgate.inbox.Replays;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.Seen;
import io.tollgate.inbox.Watermarks;
import io.tollgate.routing.CamelEventRouter;
import io.tollgate.routing.reload.RouteHistory;
import io.tollgate.stripe.reconcile.ReconcileRun;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The questions inside a gateway, for a context below its own. No {@code @Configuration}, since the scan would find it for the gateway
 * itself.
 */
public class OperationsConfiguration {
    @Bean
    ShortConnections shortConnections(ConnectionFactory broker) {
        return new ShortConnections((ActiveMQConnectionFactory) broker);
    }

    @Bean
    QueuesBehind queuesBehind(ShortConnections broker, ObjectProvider<CamelEventRouter> router) {
        return new QueuesBehind(broker, queues(router));
    }

    @Bean
    DeadLetterDesk deadLetterDesk(
            ShortConnections broker, ObjectProvider<CamelEventRouter> router, ReplayLog log, Clock clock) {
        return new DeadLetterDesk(broker, queues(router), log, clock);
    }

    private static Supplier<Set<String>> queues(ObjectProvider<CamelEventRouter> router) {
        return () -> router.stream().findFirst().map(CamelEventRouter::queues).orElse(Set.of());
    }

    @Bean
    StatusQuestion statusQuestion(
            AlertBook alerts,
            Backlog backlog,
            Pauses pauses,
            Gateways gateways,
            RouteSets routeSets,
            QueueFailures queueFailures,
            Watermarks watermarks,
            Leases leases,
            Seen seen,
            QueuesBehind queues) {
        return new StatusQuestion(
                alerts, backlog, pauses, gateways, routeSets, queueFailures, watermarks, leases, seen, queues);
    }

    @Bean
    EventQuestion eventQuestion(
            Entries entries,
            Pauses pauses,
            DoneEvents doneEvents,
            QueueFailures queueFailures,
            Copies copies,
            QueuesBehind queues) {
        return new EventQuestion(entries, pauses, doneEvents, queueFailures, copies, queues);
    }

    @Bean
    ObjectQuestion objectQuestion(Entries entries, JdbcClient jdbc) {
        return new ObjectQuestion(entries, jdbc);
    }

    @Bean
    RouteDesk routeDesk(Environment environment, Clock clock) {
        return new RouteDesk(RouteHistory.of(environment, clock));
    }

    @Bean
    ReconciliationsBehind reconciliationsBehind(ReconcileRun reconcile, Inbox inbox, Clock clock) {
        return new ReconciliationsBehind(reconcile, inbox, clock);
    }

    @Bean
    Discarding discarding(Discards discards, Entries entries) {
        return new Discarding(discards, entries);
    }

    /** It takes longer than other questions may: over the gateway's settings, and no connection of those who receive and route. */
    @Bean
    ForgetBehind forgetBehind(
            ApplicationContext context,
            ShortConnections broker,
            ObjectProvider<CamelEventRouter> router,
            Environment environment,
            Clock clock) {
        Pool pool = Pool.like(context.getParent().getBean(DataSource.class), "forget", 1, "");
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        return new ForgetBehind(pool, new GatewaysBroker(broker, queues(router)), data.resolve("mail"), clock);
    }

    @Bean
    OnceByKey onceByKey(JdbcClient jdbc, PlatformTransactionManager transactionManager, Clock clock) {
        return new OnceByKey(jdbc, transactionManager, clock);
    }

    @Bean
    ReplaysBehind replaysBehind(Replays replays) {
        return new ReplaysBehind(replays);
    }
}

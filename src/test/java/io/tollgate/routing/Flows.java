package io.tollgate.routing;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.queue.BrokerRedelivery;
import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.queue.FailedTries;
import io.tollgate.routing.queue.QueueParts;
import io.tollgate.routing.queue.Redelivery;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jms.connection.JmsResourceHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Route sets on a real broker and database, run inside the transactions that the relay would bind. */
public final class Flows {
    public static final Path ROUTES = Path.of("routes");

    public final TestBroker broker;
    public final ActiveMQConnectionFactory factory;
    public final HikariDataSource dataSource = TestDatabase.newInbox();
    public final DoneEvents doneEvents = new DoneEvents(JdbcClient.create(dataSource), Clock.systemUTC());
    public final FailedTries failedTries =
            new FailedTries(new QueueFailures(JdbcClient.create(dataSource), dataSource));
    public final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    public final CamelEventRouter router = new CamelEventRouter();
    public final StandardEnvironment environment = new StandardEnvironment();
    private final Map<String, Object> beans = new HashMap<>();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final HikariDataSource otherDatabase = TestDatabase.open(dataSource.getJdbcUrl());
    public final RouteSetLoader loader;
    public final QueueParts queues;
    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    public Flows(Path directory, Map<String, Object> properties) throws Exception {
        broker = TestBroker.start(directory);
        factory = new ActiveMQConnectionFactory(broker.url());
        BrokerRedelivery redelivery =
                new BrokerRedelivery(new Redelivery(Duration.ofMillis(300), 2, Duration.ofSeconds(2), 3));
        redelivery.customize(factory);
        queues = QueueParts.of(redelivery, metrics, failedTries, Clock.systemUTC());
        Map<String, Object> settings = new HashMap<>(Map.of(
                "tollgate.mail.host", "127.0.0.1",
                "tollgate.mail.port", "1",
                "tollgate.mail.from", "tollgate@example.com",
                "tollgate.mail.finance", "finance@example.com"));
        settings.putAll(properties);
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        beans.putAll(FlowBeans.all(new DoneRepository(doneEvents, queues.afterCommit())));
        beans.put("otherBroker", new ActiveMQConnectionFactory(broker.url()));
        beans.put("pool", pool);
        beans.put("otherDatabase", otherDatabase);
        loader = new RouteSetLoader(
                environment,
                beans,
                new FlowComponents(factory, dataSource, environment, Duration.ofSeconds(10), queues));
    }

    /** For routes that are built from now on. */
    public void bean(String name, Object bean) {
        beans.put(name, bean);
    }

    public void load(Path folder) throws Exception {
        swap(built(folder, true));
    }

    public void loadUnchecked(Path folder) throws Exception {
        swap(built(folder, false));
    }

    /** A set whose flows run on the folder's tables, and whose consumers do. */
    public RouteSet built(Path folder, boolean checked) throws Exception {
        if (Files.isDirectory(folder.resolve("tables"))) {
            new FlowTables(dataSource, FlowRole.GATEWAYS).apply(folder, List.of());
        }
        RouteSet routes = loader.build(RouteSetLoader.snapshot(folder), folder, checked);
        routes.startConsumers();
        return routes;
    }

    private void swap(RouteSet next) {
        RouteSet old = router.use(next);
        if (old != null) {
            old.close();
        }
    }

    /** One attempt that commits. */
    public List<String> route(VerifiedEvent event) throws Exception {
        return attempt(event, true);
    }

    /** One attempt whose flow ends well, and which is rolled back then, as when the lease was lost. */
    public List<String> routeAndRollBack(VerifiedEvent event) throws Exception {
        return attempt(event, false);
    }

    private List<String> attempt(VerifiedEvent event, boolean commit) throws Exception {
        return attempt(() -> router.route(new Entry(event, 1, 1, event.receivedAt(), event.receivedAt())), commit);
    }

    /** Runs {@code work} inside the transactions that a relay would bind. */
    public <T> T attempt(Callable<T> work, boolean commit) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
            Object outcome = transactions.execute(status -> {
                TransactionSynchronizationManager.bindResource(factory, new JmsResourceHolder(connection, session));
                try {
                    T result = work.call();
                    if (!commit) {
                        status.setRollbackOnly();
                    }
                    return result;
                } catch (Exception e) {
                    status.setRollbackOnly();
                    return e;
                } finally {
                    TransactionSynchronizationManager.unbindResource(factory);
                }
            });
            if (outcome instanceof Exception failure) {
                session.rollback();
                throw failure;
            }
            if (commit) {
                session.commit();
            } else {
                session.rollback();
            }
            @SuppressWarnings("unchecked")
            T result = (T) outcome;
            return result;
        }
    }

    public List<Message> drain(String queue) throws Exception {
        return broker.drain(queue);
    }

    /** For queues that nothing is on its way to. */
    public boolean isEmpty(String queue) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            return session.createConsumer(session.createQueue(queue)).receive(300) == null;
        }
    }

    public static VerifiedEvent event(String id, String type, String object) {
        return event(id, type, 1767225600L, Instant.parse("2026-01-01T00:00:05Z"), object);
    }

    public static VerifiedEvent event(String id, String type, long created, Instant receivedAt, String object) {
        String payload = "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"created\":%d,\"livemode\":false,"
                        .formatted(id, type, created)
                + "\"data\":{\"object\":" + object + "}}";
        return new VerifiedEvent(
                id,
                type,
                "default",
                false,
                created,
                "2025-12-15.clover",
                null,
                "obj_1",
                payload.getBytes(StandardCharsets.UTF_8),
                receivedAt);
    }

    public void close() throws Exception {
        swap(null);
        pool.shutdownNow();
        failedTries.close();
        otherDatabase.close();
        broker.stop();
        dataSource.close();
    }
}

package io.tollgate.routing.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.TestRouteSets;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.Flows;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reloads of the shipped routes in a row, an event through each: {@code -Dreloads=1000} for as many. */
class ReloadLeaksTest {
    private static final int RELOADS = Integer.getInteger("reloads", 40);
    /** The JDK generates classes for reflection once something was called often. */
    private static final int WARM_UP = Math.max(40, RELOADS / 4);

    private static final String POOL = """
            - beans:
                - name: other
                  type: com.zaxxer.hikari.HikariDataSource
                  properties:
                    jdbcUrl: "%s"
                    username: postgres
                    maximumPoolSize: 3
            - route:
                id: router
                description: Takes no event anywhere
                from:
                  uri: direct:router
                  steps:
                    - log: {id: say, message: x}
            - route:
                id: team
                description: Writes to a database of the team's own
                from:
                  uri: timer:once?repeatCount=1&delay=0
                  steps:
                    - to: {id: ask, uri: "sql:SELECT 1?dataSource=#other"}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    /** What must not grow. */
    private record Held(
            int threads, long classes, long heapMegabytes, int brokerConnections, long databaseConnections) {
        static Held now(Flows flows) throws Exception {
            await().atMost(Duration.ofSeconds(10)).until(() -> flows.broker.connections() <= 1);
            System.gc();
            System.gc();
            return new Held(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
                    flows.broker.connections(),
                    flows.dataSource.getHikariPoolMXBean().getTotalConnections());
        }
    }

    @Test
    void nothingIsLeftOfTheSetsBefore() throws Exception {
        Path folder = RoutesFolder.copy(Flows.ROUTES, directory.resolve("routes"));
        Flows flows = new Flows(directory.resolve("broker"), Map.of());
        try (HikariDataSource inbox = TestDatabase.newInbox();
                CurrentRoutes routes = new CurrentRoutes(
                        flows.loader,
                        ReloadRehearsal.NONE,
                        new FlowTables(flows.dataSource, FlowRole.GATEWAYS),
                        new KeptRoutes(directory.resolve("kept"), Clock.systemUTC()),
                        flows.router,
                        new RouteNews("a:8080", TestRouteSets.on(inbox), new SimpleMeterRegistry()),
                        () -> {},
                        Clock.systemUTC())) {
            reload(flows, routes, folder, 0, WARM_UP);
            Held before = Held.now(flows);
            reload(flows, routes, folder, WARM_UP, WARM_UP + RELOADS);
            Held after = Held.now(flows);

            System.out.println(RELOADS + " reloads: before " + before + ", after " + after);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 3);
            assertThat(after.classes()).isLessThanOrEqualTo(before.classes() + 150);
            assertThat(after.heapMegabytes()).isLessThanOrEqualTo(before.heapMegabytes() + 12);
            assertThat(after.brokerConnections()).isLessThanOrEqualTo(before.brokerConnections());
            assertThat(after.databaseConnections()).isLessThanOrEqualTo(8);
            try (Stream<Path> kept = Files.list(directory.resolve("kept"))) {
                assertThat(kept.count()).isLessThanOrEqualTo(20 + 5 + 3);
            }
        } finally {
            flows.close();
        }
    }

    /** Also of a set that is refused. */
    @Test
    void aPoolThatAFileDefinesEndsWithItsSet() throws Exception {
        Flows flows = new Flows(directory.resolve("broker"), Map.of());
        String url = TestDatabase.newDatabase();
        try {
            for (String end : List.of("", "", "", "- route: {id: unfinished}\n")) {
                Path folder = RoutesFolder.of(directory.resolve("pool"), POOL.formatted(url) + end);
                try {
                    flows.load(folder);
                    await().until(() -> connections(url) == 3);
                } catch (InvalidRouteSet e) {
                    assertThat(end).isNotEmpty();
                }
            }
            assertThat(connections(url)).as("of the one that runs").isEqualTo(3);
        } finally {
            flows.close();
        }
        await().until(() -> connections(url) == 0);
    }

    private static long connections(String url) throws Exception {
        try (HikariDataSource other = TestDatabase.open(TestDatabase.newDatabase())) {
            return new JdbcTemplate(other)
                    .queryForObject(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = ?",
                            Long.class,
                            url.replaceAll(".*/|\\?.*", ""));
        }
    }

    private static void reload(Flows flows, CurrentRoutes routes, Path folder, int from, int to) throws Exception {
        Path flow = folder.resolve("payment-intent-succeeded.camel.yaml");
        for (int i = from; i < to; i++) {
            String edited = Files.readString(flow).replaceFirst("description: .*", "description: Edition " + i);
            Files.writeString(flow, edited);
            assertThat(routes.take(Snapshot.of(folder), folder)).isTrue();
            assertThat(flows.route(Flows.event("evt_" + i, "payment_intent.succeeded", "{}")))
                    .containsExactly("sql:to-object", "jms:queue:stripe.payments.succeeded");
            routes.tidy();
        }
    }
}

package io.tollgate.routing.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.SqlStatement;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class FlowTablesTest {
    @TempDir
    Path folder;

    private final HikariDataSource dataSource = TestDatabase.open(TestDatabase.newDatabase());
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private FlowTables tables;

    @BeforeEach
    void start() throws Exception {
        tables = new FlowTables(dataSource, FlowRole.GATEWAYS);
        Files.createDirectories(folder.resolve("tables"));
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void file(String name, String sql) throws Exception {
        Files.writeString(folder.resolve("tables").resolve(name), sql);
    }

    private static SqlStatement statement(String sql) {
        return new SqlStatement("flow.camel.yaml", 1, 1, sql, 0, false);
    }

    @Test
    void gatewaysThatStartTogetherRunEachFileOnce() throws Exception {
        file("R__a.sql", "CREATE TABLE a (id text); SELECT pg_sleep(0.3);");
        ExecutorService gateways = Executors.newFixedThreadPool(3);
        Callable<Boolean> start = () -> {
            try {
                new FlowTables(dataSource, FlowRole.GATEWAYS)
                        .apply(folder, List.of(statement("SELECT id FROM stripe.a")));
                return true;
            } catch (TablesAway e) {
                return false;
            }
        };
        List<Boolean> started = new ArrayList<>();
        for (Future<Boolean> gateway : gateways.invokeAll(List.of(start, start, start))) {
            started.add(gateway.get());
        }
        gateways.shutdown();

        assertThat(started).contains(true);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM stripe.flow_tables_history", Integer.class))
                .isEqualTo(2);
    }

    @Test
    void aStatementThatIsRefusedLeavesTheTablesAsTheyWere() throws Exception {
        file("R__a.sql", "CREATE TABLE a (id text)");
        tables.apply(folder, List.of());
        file("R__a.sql", "ALTER TABLE a RENAME COLUMN id TO name");

        assertThatThrownBy(() -> tables.apply(folder, List.of(statement("SELECT id FROM stripe.a"))))
                .isInstanceOf(InvalidRouteSet.class);
        assertThat(jdbc.queryForList("SELECT id FROM stripe.a")).isEmpty();

        tables.apply(folder, List.of(statement("SELECT name FROM stripe.a")));
        assertThat(jdbc.queryForList("SELECT name FROM stripe.a")).isEmpty();
    }

    @Test
    void aTableThatIsLockedPasses() throws Exception {
        file("R__a.sql", "CREATE TABLE a (id text)");
        tables.apply(folder, List.of());
        try (var connection = dataSource.getConnection();
                var locking = connection.createStatement()) {
            connection.setAutoCommit(false);
            locking.execute("LOCK TABLE stripe.a IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> tables.apply(folder, List.of(statement("SELECT id FROM stripe.a"))))
                    .isInstanceOf(TablesAway.class)
                    .hasMessageContaining("lock timeout");
            connection.rollback();
        }
    }
}

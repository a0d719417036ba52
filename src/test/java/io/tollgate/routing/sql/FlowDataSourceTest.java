package io.tollgate.routing.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FlowDataSourceTest {
    private final HikariDataSource relays = TestDatabase.open(TestDatabase.newDatabase());
    private final FlowDataSource flows = new FlowDataSource(relays, 1, FlowRole.GATEWAYS);
    private final JdbcTemplate flow = new JdbcTemplate(flows);
    private final JdbcTemplate relay = new JdbcTemplate(relays);

    @AfterEach
    void close() {
        flows.close();
        relays.close();
    }

    @Test
    void whatAFlowWritesUnderTheRelayTakesEffectWithItsTransactionOrNot() {
        relay.execute("CREATE TABLE sink (id text)");
        TransactionTemplate attempt = new TransactionTemplate(new DataSourceTransactionManager(relays));

        attempt.executeWithoutResult(status -> {
            flow.update("INSERT INTO sink VALUES ('gone')");
            status.setRollbackOnly();
        });
        attempt.executeWithoutResult(status -> {
            flow.update("INSERT INTO sink VALUES ('kept')");
            assertThat(relay.queryForObject("SELECT id FROM sink", String.class))
                    .isEqualTo("kept");
        });

        assertThat(flow.queryForList("SELECT id FROM sink", String.class)).containsExactly("kept");
    }

    @Test
    void whatFlowsBehindQueuesHoldTakesNoConnectionFromTheRelay() throws Exception {
        try (Connection held = flows.getConnection()) {
            assertThat(held.isValid(1)).isTrue();
            assertThatThrownBy(flows::getConnection)
                    .as("its own pool has one")
                    .isInstanceOf(SQLTransientConnectionException.class);
            assertThat(relays.getHikariPoolMXBean().getActiveConnections()).isZero();
            assertThat(relay.queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
        }
    }
}

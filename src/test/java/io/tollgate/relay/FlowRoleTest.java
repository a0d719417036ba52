package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Flows have a role of their own, and the marks do not: whatever a flow makes of it. */
class FlowRoleTest {
    private static final RelayProperties SETTINGS =
            TestRelay.settings(1, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate flow = new JdbcTemplate(new RunDataSource(dataSource, FlowRole.OWN));
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Map<String, String> roles = new ConcurrentHashMap<>();

    @BeforeEach
    void role() {
        jdbc.execute("""
                DO $$ BEGIN CREATE ROLE tollgate_flows; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                CREATE SCHEMA stripe AUTHORIZATION tollgate_flows;
                SET ROLE tollgate_flows;
                CREATE TABLE stripe.sink (id text);
                RESET ROLE""");
    }

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
    }

    private interface Sql {
        void run(String event);
    }

    private Map<String, String> routed(Sql sql, String... events) throws Exception {
        for (String id : events) {
            inbox.accept(event(id, "t", Instant.now()));
        }
        try (TestRelay gateway = new TestRelay(
                dataSource, inbox, "vm://none?create=false", SETTINGS, Clock.systemUTC(), (entry, jms) -> {
                    sql.run(entry.id());
                    roles.put(entry.id(), role(flow));
                    flow.update("INSERT INTO stripe.sink VALUES (?)", entry.id());
                    return List.of("sql:sink");
                })) {
            gateway.start();
            await().until(() ->
                    jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING'", Integer.class)
                            == 0);
        }
        Map<String, String> status = new TreeMap<>();
        jdbc.query("SELECT id, status FROM tollgate.inbox", row -> {
            status.put(row.getString(1), row.getString(2));
        });
        return status;
    }

    private static String role(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT current_user", String.class);
    }

    private void assertConnectionsAreTheGateways() {
        IntStream.range(0, 8).forEach(i -> assertThat(role(jdbc)).isEqualTo("postgres"));
    }

    @Test
    void aFlowMayWriteItsTablesAndNotTheInbox() throws Exception {
        Map<String, String> status = routed(
                id -> {
                    if (id.equals("evt_bad")) {
                        flow.update("UPDATE tollgate.inbox SET status = 'ROUTED'");
                    }
                },
                "evt_1",
                "evt_bad",
                "evt_2",
                "evt_3");

        assertThat(status)
                .isEqualTo(Map.of("evt_1", "ROUTED", "evt_2", "ROUTED", "evt_3", "ROUTED", "evt_bad", "DEAD"));
        assertThat(roles).hasSize(3).allSatisfy((id, role) -> assertThat(role).isEqualTo("tollgate_flows"));
        assertThat(jdbc.queryForObject("SELECT error FROM tollgate.inbox WHERE id = 'evt_bad'", String.class))
                .contains("permission denied for schema tollgate");
        assertThat(jdbc.queryForList("SELECT id FROM stripe.sink", String.class))
                .containsExactlyInAnyOrder("evt_1", "evt_2", "evt_3");
        assertConnectionsAreTheGateways();
    }

    /** In the middle of a batch, which the failing one has run with savepoints. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESET ROLE",
                "SET ROLE tollgate_flows",
                "SET LOCAL ROLE tollgate_flows",
                "SET SESSION AUTHORIZATION tollgate_flows",
                "SELECT set_config('role', 'tollgate_flows', false)",
                "DO $$ BEGIN EXECUTE 'SET ROLE tollgate_flows'; END $$"
            })
    void whateverAFlowMakesOfItsRoleTheMarksAreTheGateways(String statement) throws Exception {
        Map<String, String> status = routed(
                id -> {
                    if (id.equals("evt_2")) {
                        flow.execute(statement);
                    } else if (id.equals("evt_3")) {
                        flow.execute(statement);
                        throw new IllegalStateException("for its own reason");
                    }
                },
                "evt_1",
                "evt_2",
                "evt_3",
                "evt_4");

        assertThat(status).isEqualTo(Map.of("evt_1", "ROUTED", "evt_2", "ROUTED", "evt_3", "DEAD", "evt_4", "ROUTED"));
        assertThat(roles.get("evt_4")).isEqualTo("tollgate_flows");
        assertConnectionsAreTheGateways();
    }
}

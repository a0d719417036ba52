package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever order the events of an object come in, its row is the one that they make in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("tollgate.histories", 10_000);
    private static final String KEEP =
            "SELECT stripe.keep_object(CAST(? AS jsonb), CAST('2026-01-01T00:00:05Z' AS timestamptz))";

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);

    @BeforeAll
    void tables() throws Exception {
        new FlowTables(dataSource, FlowRole.GATEWAYS).apply(Flows.ROUTES, List.of());
    }

    @AfterAll
    void close() {
        dataSource.close();
    }

    @Test
    void shuffledHistoriesEndInTheRowOfTheOrderedOnes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ObjectHistory> histories = new ArrayList<>();
        List<Object[]> events = new ArrayList<>();
        for (int i = 0; i < HISTORIES; i++) {
            ObjectHistory history = new ObjectHistory(random);
            histories.add(history);
            history.events("ordered_" + i).forEach(event -> events.add(new Object[] {event}));
            history.shuffled("shuffled_" + i).forEach(event -> events.add(new Object[] {event}));
        }
        jdbc.batchUpdate(KEEP, events);

        jdbc.execute("CREATE TABLE truth (number int PRIMARY KEY, data jsonb, deleted boolean)");
        List<Object[]> truth = new ArrayList<>();
        for (int i = 0; i < HISTORIES; i++) {
            truth.add(
                    new Object[] {i, histories.get(i).state(), histories.get(i).isDeleted()});
        }
        jdbc.batchUpdate("INSERT INTO truth VALUES (?, CAST(? AS jsonb), ?)", truth);

        assertThat(jdbc.queryForList("""
                SELECT o.id, o.data AS in_order, s.data AS shuffled, o.event_id, s.event_id AS other, o.ambiguous, s.ambiguous AS too
                FROM stripe.object o JOIN stripe.object s ON s.id = replace(o.id, 'ordered', 'shuffled')
                WHERE o.id LIKE 'ordered%' AND
                    (o.data - 'id', o.deleted, o.ambiguous, o.event_id, o.event_type, o.event_created, o.last_created, o.last_deleted)
                    IS DISTINCT FROM
                    (s.data - 'id', s.deleted, s.ambiguous, s.event_id, s.event_type, s.event_created, s.last_created, s.last_deleted)
                LIMIT 5
                """)).as("seed " + seed).isEmpty();
        assertThat(jdbc.queryForList("""
                SELECT o.id, o.data, t.data AS truth, o.deleted, t.deleted AS truly
                FROM stripe.object o JOIN truth t ON o.id = 'shuffled_' || t.number
                WHERE NOT o.ambiguous AND (o.data - 'id' <> t.data OR o.deleted <> t.deleted) LIMIT 5
                """)).as("seed " + seed).isEmpty();
        Map<String, Object> counts = jdbc.queryForMap("""
                SELECT count(*) AS histories, count(*) FILTER (WHERE ambiguous) AS ambiguous,
                    count(*) FILTER (WHERE same_second IS NOT NULL) AS ties FROM stripe.object WHERE id LIKE 'shuffled%'
                """);
        System.out.println("object histories: " + counts + ", " + events.size() + " events");
        assertThat(counts).containsEntry("histories", (long) HISTORIES);
    }
}

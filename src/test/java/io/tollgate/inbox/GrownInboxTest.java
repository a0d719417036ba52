package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Statements that were planned while the inbox was small read no more rows once it has grown, before any ANALYZE. */
class GrownInboxTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int BATCH = 20;
    /** As often as it takes until the driver prepares a statement, and PostgreSQL keeps its plan. */
    private static final int BATCHES = 12;

    private final HikariDataSource all = TestDatabase.newInbox();
    /** Of one connection, which keeps the plans and says at once what it has read. */
    private final HikariDataSource one = (HikariDataSource)
            Pool.like(all, "one", 1, EventInsert.PLANNED_FOR_MANY_ROWS).dataSource();

    private final HikariDataSource claiming =
            (HikariDataSource) Pool.like(all, "claims", 1, Claims.PLANNED_ANEW).dataSource();
    private final HikariDataSource plain =
            (HikariDataSource) Pool.like(all, "plain", 1, "").dataSource();
    private final JdbcTemplate jdbc = new JdbcTemplate(all);
    private final EventInsert insert = new EventInsert(one, Duration.ofSeconds(10), Claims.DATABASE_CLOCK);
    private final Claims claims = TestInbox.claims(claiming);
    private final Outcomes outcomes = TestInbox.outcomes(plain);
    private int events;

    @BeforeEach
    void small() {
        jdbc.execute("ALTER TABLE tollgate.inbox SET (autovacuum_enabled = off)");
        jdbc.execute("ANALYZE tollgate.inbox");
    }

    @AfterEach
    void close() {
        insert.close();
        one.close();
        claiming.close();
        plain.close();
        all.close();
    }

    private void grow() {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at)
                SELECT 'evt_old' || i, 't', 'default', '', now(), now() FROM generate_series(1, 30000) AS i""");
    }

    @Test
    void anInsert() throws Exception {
        for (int i = 0; i < BATCHES; i++) {
            store();
        }
        grow();
        long before = rowsRead(one);
        store();
        assertThat(rowsRead(one) - before).as("rows read to store 20").isLessThan(5 * BATCH);
    }

    @Test
    void whatBecameOfAClaim() throws Exception {
        for (int i = 0; i < BATCHES; i++) {
            store();
            settle(claims.claimFresh(BATCH, List.of(), MINUTE));
        }
        grow();
        long before = rowsRead(plain) + rowsRead(claiming);
        settle(claims.claimFresh(BATCH, List.of(), MINUTE));
        rowsRead(claiming);
        // what was settled before is walked past as well
        assertThat(rowsRead(plain) - before)
                .as("rows read to claim and settle 20")
                .isLessThan(2L * BATCHES * BATCH + 20 * BATCH);
    }

    private void settle(List<Entry> claimed) {
        assertThat(claimed).hasSize(BATCH);
        outcomes.giveBack(claimed.subList(0, 5), MINUTE);
        outcomes.markFailed(claimed.subList(5, 10).stream()
                .map(entry -> new FailedEntry(entry, Optional.of(MINUTE), "boom", 1))
                .toList());
        outcomes.markRouted(claimed.subList(10, BATCH).stream()
                .map(entry -> new RoutedEntry(entry, List.of(), 1))
                .toList());
    }

    private void store() throws Exception {
        List<VerifiedEvent> batch = IntStream.range(0, BATCH)
                .mapToObj(i -> event("evt_" + events++, "t", Instant.now()))
                .toList();
        assertThat(insert.insert(batch, HandOff.Request.none(BATCH)).ids()).hasSize(BATCH);
    }

    private static long rowsRead(HikariDataSource pool) {
        JdbcTemplate own = new JdbcTemplate(pool);
        own.query("SELECT pg_stat_force_next_flush()", row -> {});
        return own.queryForObject("""
                SELECT seq_tup_read + coalesce((SELECT sum(idx_tup_read) FROM pg_stat_user_indexes
                                                WHERE schemaname = 'tollgate' AND relname = 'inbox'), 0)
                FROM pg_stat_user_tables WHERE schemaname = 'tollgate' AND relname = 'inbox'""", Long.class);
    }
}

package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final JdbcClient client = OperatorConfiguration.jdbcClient(jdbc);

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void ofAShortRetentionThePayloadGoesFirstAndTheRowAfterThirtyFiveDays() {
        for (String status : List.of("ROUTED", "DEAD", "PENDING")) {
            row(status, 6);
            row(status, 8);
            row(status, 34);
            row(status, 36);
        }

        retention(Duration.ofDays(7)).run();

        assertThat(payloads("ROUTED")).containsExactly("34:gone", "6:kept", "8:gone");
        assertThat(payloads("DEAD")).containsExactly("34:kept", "36:kept", "6:kept", "8:kept");
        assertThat(payloads("PENDING")).hasSize(4).allMatch(row -> row.endsWith("kept"));
        assertThat(jdbc.queryForList("SELECT event_id FROM tollgate.attempt", String.class))
                .hasSize(11)
                .doesNotContain("evt_ROUTED36");
    }

    @Test
    void ofALongRetentionBothGoTogether() {
        row("ROUTED", 36);
        row("ROUTED", 89);
        row("ROUTED", 91);
        row("DEAD", 91);

        retention(Duration.ofDays(90)).run();

        assertThat(payloads("ROUTED")).containsExactly("36:kept", "89:kept");
        assertThat(payloads("DEAD")).containsExactly("91:kept");
    }

    @Test
    void takesManyInSmallBatches() {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, settled_at, status)
                SELECT 'evt_' || i, 't', 'default', '{}', now(), now(), timestamptz '2026-01-01', 'ROUTED'
                FROM generate_series(1, 1700) AS i""");

        retention(Duration.ofDays(90)).run();

        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox", Integer.class))
                .isZero();
    }

    @Test
    void whatIsOverdueIsToldUntilItIsRemoved() {
        row("ROUTED", 9);
        row("ROUTED", 6);
        Backlog backlog = new Backlog(client, Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(backlog.overdue(Duration.ofDays(7))).isEqualTo(Duration.ofDays(2));

        retention(Duration.ofDays(7)).run();
        assertThat(backlog.overdue(Duration.ofDays(7))).isZero();
    }

    /** As a crash leaves it behind; what still fails is noted anew with its next try. */
    @Test
    void aFailureBehindAQueueIsForgottenADayAfterItsNextTryWasDue() {
        for (int hours : List.of(-1, 23, 25)) {
            jdbc.update(
                    "INSERT INTO tollgate.queue_failure VALUES (?, 'ID:1', 'erp', 'q', 1, ?, ?, ?, 'boom')",
                    "evt_" + hours,
                    Timestamp.from(NOW),
                    Timestamp.from(NOW),
                    Timestamp.from(NOW.minus(Duration.ofHours(hours))));
        }

        retention(Duration.ofDays(90)).run();

        assertThat(jdbc.queryForList("SELECT event_id FROM tollgate.queue_failure", String.class))
                .containsExactlyInAnyOrder("evt_-1", "evt_23");
    }

    @Test
    void isLeftToTheGatewayThatIsAtIt() {
        row("ROUTED", 91);
        TransactionTemplate other = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        other.executeWithoutResult(status -> {
            jdbc.queryForList("SELECT pg_advisory_xact_lock(hashtextextended('tollgate.retention', 0))");
            onAnotherThread(() -> retention(Duration.ofDays(90)).run());
        });
        assertThat(payloads("ROUTED")).containsExactly("91:kept");

        retention(Duration.ofDays(90)).run();
        assertThat(payloads("ROUTED")).isEmpty();
    }

    private static void onAnotherThread(Runnable work) {
        try {
            Thread thread = new Thread(work);
            thread.start();
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stripe may resend and list for 30 days: until then, and some more, the id is known. */
    @Test
    void anEventWhosePayloadIsGoneIsADuplicateStill() {
        row("ROUTED", 34);
        retention(Duration.ofDays(7)).run();
        assertThat(payloads("ROUTED")).containsExactly("34:gone");

        try (Inbox inbox = TestInbox.open(dataSource)) {
            assertThat(inbox.accept(event("evt_ROUTED34", "t", NOW))).isFalse();
        }
        assertThat(new Entries(client).payload("evt_ROUTED34")).isEmpty();
    }

    private Retention retention(Duration retention) {
        return new Retention(
                client,
                new DataSourceTransactionManager(dataSource),
                retention,
                Duration.ofSeconds(10),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void row(String status, int days) {
        java.sql.Timestamp then = Timestamp.from(NOW.minus(Duration.ofDays(days)));
        jdbc.update(
                "INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, settled_at, status)"
                        + " VALUES ('evt_' || ? || ?::text, 't', 'default', '{}', ?, ?, ?, ?)",
                status,
                days,
                then,
                then,
                status.equals("PENDING") ? null : then,
                status);
        jdbc.update(
                "INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations)"
                        + " VALUES ('evt_' || ? || ?::text, 1, ?, 1, '{}')",
                status,
                days,
                then);
    }

    private List<String> payloads(String status) {
        return jdbc.queryForList(
                "SELECT replace(id, 'evt_' || status, '') || CASE WHEN payload IS NULL THEN ':gone' ELSE ':kept' END"
                        + " FROM tollgate.inbox WHERE status = ? ORDER BY id",
                String.class,
                status);
    }
}

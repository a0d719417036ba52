package io.tollgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Caller ZOE = new Caller("zoe", "host:desk");

    private static HikariDataSource dataSource;

    private final MovableClock clock = new MovableClock(START);
    private AuditLog log;
    private AuditTrail trail;
    private long before;

    @BeforeAll
    static void open() {
        dataSource = TestDatabase.newInbox();
    }

    @AfterAll
    static void close() {
        dataSource.close();
    }

    @BeforeEach
    void begin() {
        log = TestAudit.log(dataSource, clock);
        trail = TestAudit.trail(dataSource);
        before = all().stream().mapToLong(AuditEntry::id).max().orElse(0);
    }

    private List<AuditEntry> all() {
        List<AuditEntry> all = new ArrayList<>();
        trail.each(AuditFilter.EVERYTHING, all::add);
        return all;
    }

    private List<AuditEntry> written() {
        return all().stream().filter(entry -> entry.id() > before).toList();
    }

    @Test
    void saysWhoDidWhatAndWhen() {
        log.write(ZOE, Act.PAUSED, "invoice.paid", "--by=ann");

        assertThat(written())
                .singleElement()
                .isEqualTo(new AuditEntry(
                        written().get(0).id(), START, "zoe", "host:desk", "PAUSED", "invoice.paid", "--by=ann"));
    }

    @Test
    void textOfStrangersIsSeenAndCut() {
        log.write(
                new Caller("a\u202eb\u0000\n" + "x".repeat(5000), "\u001b[2J"),
                Act.LOGIN_REFUSED,
                null,
                "\ud800".repeat(3000));

        AuditEntry entry = written().get(0);
        assertThat(entry.who())
                .startsWith("a\\u202eb\\u0000\\nxxx")
                .endsWith("…")
                .hasSize(200);
        assertThat(entry.origin()).isEqualTo("\\u001b[2J");
        assertThat(entry.subject()).isEmpty();
        assertThat(entry.what()).startsWith("\\ud800\\ud800").hasSize(2000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE tollgate.audit SET who = 'nobody'",
                "UPDATE tollgate.audit SET who = 'nobody' WHERE FALSE",
                "DELETE FROM tollgate.audit",
                "TRUNCATE tollgate.audit",
                "TRUNCATE tollgate.audit RESTART IDENTITY CASCADE",
                "INSERT INTO tollgate.audit (id, at, who, origin, act, subject, what) OVERRIDING SYSTEM VALUE"
                        + " SELECT id, at, '', '', '', '', '' FROM tollgate.audit ON CONFLICT (id) DO UPDATE SET who = 'nobody'",
                "MERGE INTO tollgate.audit a USING tollgate.inbox i ON TRUE WHEN MATCHED THEN DELETE",
                "SET LOCAL session_replication_role = replica; DELETE FROM tollgate.audit"
            })
    void nothingChangesARowNotEvenItsOwner(String statement) throws SQLException {
        log.write(ZOE, Act.PAUSED, "invoice.paid", "");
        List<AuditEntry> entries = all();

        try (Connection connection = dataSource.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> sql.execute(statement))
                    .hasMessageContaining("tollgate.audit is only added to")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
            connection.rollback();
        }
        assertThat(all()).isEqualTo(entries);
    }

    @Test
    void flowsDoNotEvenReadIt() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            sql.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tollgate_flows') THEN"
                    + " CREATE ROLE tollgate_flows; END IF; END $$");
            // Whatever an administrator has granted them on the schema.
            sql.execute("GRANT USAGE ON SCHEMA tollgate TO tollgate_flows");
            sql.execute("SET LOCAL ROLE tollgate_flows");
            assertThatThrownBy(() -> sql.executeQuery("SELECT * FROM tollgate.audit"))
                    .hasMessageContaining("permission denied for table audit");
            connection.rollback();
        }
    }

    @Test
    void readsPagesTheNewestFirstAndAllTheOldestFirst() {
        for (int i = 0; i < 1203; i++) {
            log.write(new Caller(i % 2 == 0 ? "even" : "odd", ""), Act.REPLAYED, "evt_" + i, "");
            clock.move(Duration.ofSeconds(1));
        }
        AuditFilter even = new AuditFilter(START, null, "even", Act.REPLAYED, null);

        List<String> subjects = new ArrayList<>();
        Long last = null;
        List<AuditEntry> page;
        do {
            page = trail.page(even, last, 100);
            page.forEach(entry -> subjects.add(entry.subject()));
            last = page.isEmpty() ? null : page.get(page.size() - 1).id();
        } while (page.size() == 100);
        assertThat(subjects).hasSize(602).startsWith("evt_1202", "evt_1200").endsWith("evt_0");

        List<String> oldestFirst = new ArrayList<>();
        trail.each(even, entry -> oldestFirst.add(entry.subject()));
        assertThat(oldestFirst).hasSize(602).startsWith("evt_0", "evt_2").endsWith("evt_1202");

        assertThat(trail.page(
                        new AuditFilter(START.plusSeconds(10), START.plusSeconds(12), null, null, null), null, 10))
                .extracting(AuditEntry::subject)
                .containsExactly("evt_11", "evt_10");
        assertThat(trail.page(new AuditFilter(null, null, null, null, "evt_7"), null, 10))
                .hasSize(1);
        assertThat(trail.page(new AuditFilter(null, null, null, Act.PAUSED, "evt_7"), null, 10))
                .isEmpty();
    }
}

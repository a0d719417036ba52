package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Copies.Copy;
import io.tollgate.inbox.Copies.Kind;
import io.tollgate.inbox.Copies.Twin;
import io.tollgate.support.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class CopiesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final JdbcClient client = OperatorConfiguration.jdbcClient(jdbc);
    private final Copies copies = new Copies(client);

    @AfterEach
    void close() {
        dataSource.close();
    }

    private static VerifiedEvent event(
            String id, String type, String endpoint, String version, String account, String object, Instant at) {
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        return new VerifiedEvent(id, type, endpoint, false, 1L, version, account, object, payload, at);
    }

    private static VerifiedEvent about(String id, String object, Instant at) {
        return event(id, "charge.refunded", "default", "v1", null, object, at);
    }

    private static VerifiedEvent copy(String endpoint, String version) {
        return event("evt_1", "charge.refunded", endpoint, version, null, "ch_1", NOW);
    }

    @Test
    void areCountedByWhereAndAsWhatTheyCame() {
        copies.note(copy("v2", "2026-10-28.endive"), Kind.OTHER_VERSION);
        copies.note(copy("v2", "2026-10-28.endive"), Kind.OTHER_VERSION);
        copies.note(copy("default", null), Kind.OTHER_BODY);

        assertThat(copies.of("evt_1"))
                .containsExactly(
                        new Copy("default", null, "other-body", 1, NOW),
                        new Copy("v2", "2026-10-28.endive", "other-version", 2, NOW));
        assertThat(copies.of("evt_2")).isEmpty();
    }

    @Test
    void whoeverSignsThemNotesNoMoreThanSixteenOfAnEvent() {
        for (int i = 0; i < 20; i++) {
            copies.note(copy("default", "version " + i), Kind.OTHER_VERSION);
        }
        assertThat(copies.of("evt_1")).hasSize(16);
        copies.note(copy("default", "version 3"), Kind.OTHER_VERSION);
        assertThat(copies.of("evt_1")).filteredOn(copy -> copy.times() == 2).hasSize(1);
    }

    @Test
    void goWithTheirEvent() {
        try (Inbox inbox = TestInbox.open(dataSource)) {
            inbox.accept(about("evt_1", "ch_1", NOW.minus(Duration.ofDays(91))));
        }
        jdbc.update("UPDATE tollgate.inbox SET status = 'ROUTED', settled_at = received_at");
        copies.note(copy("v2", null), Kind.SAME);
        try (Retention retention = new Retention(
                client,
                new DataSourceTransactionManager(dataSource),
                Duration.ofDays(90),
                Duration.ofMinutes(10),
                Clock.fixed(NOW, ZoneOffset.UTC))) {
            retention.run();
        }
        assertThat(copies.of("evt_1")).isEmpty();
    }

    @Test
    void twinsAreOfTheSameTypeAndObjectAndCameWithinTenSeconds() {
        try (Inbox inbox = TestInbox.open(dataSource)) {
            inbox.accept(about("evt_1", "ch_1", NOW));
            inbox.accept(about("evt_before", "ch_1", NOW.minusSeconds(9)));
            inbox.accept(about("evt_after", "ch_1", NOW.plusSeconds(2)));
            inbox.accept(about("evt_late", "ch_1", NOW.plusSeconds(11)));
            inbox.accept(about("evt_early", "ch_1", NOW.minusSeconds(11)));
            inbox.accept(about("evt_object", "ch_2", NOW));
            inbox.accept(event("evt_type", "charge.updated", "default", "v1", null, "ch_1", NOW));
            inbox.accept(event("evt_account", "charge.refunded", "default", "v1", "acct_1", "ch_1", NOW));
            inbox.accept(about("evt_none", null, NOW));
            inbox.accept(about("evt_none_too", null, NOW));
        }
        assertThat(copies.twins("evt_1"))
                .containsExactly(
                        new Twin("evt_before", NOW.minusSeconds(9)), new Twin("evt_after", NOW.plusSeconds(2)));
        assertThat(copies.twins("evt_account")).isEmpty();
        assertThat(copies.twins("evt_none")).isEmpty();
        assertThat(copies.twins("evt_unknown")).isEmpty();
    }
}

package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** What is forgotten stays forgotten, and no more is forgotten than what is settled. */
class ForgettingTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Instant now = Instant.now();
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final JdbcClient client = OperatorConfiguration.jdbcClient(jdbc);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Forgetting forgetting = new Forgetting(client, Clock.systemUTC());
    private final Discards discards = new Discards(client, Clock.systemUTC());
    private final Replays replays =
            new Replays(client, new DataSourceTransactionManager(dataSource), Clock.systemUTC());

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
    }

    @Test
    void noCopyBringsAForgottenEventBack() {
        inbox.accept(event("evt_1", "t", now));
        inbox.accept(event("evt_2", "t", now).setAside("not of shop"));
        jdbc.update("UPDATE tollgate.inbox SET status = 'ROUTED', settled_at = now()");
        assertThat(forgetting.forget(List.of("evt_1", "evt_2", "evt_none"), false))
                .isEqualTo(2);
        List<String> rows = rows();

        for (String id : List.of("evt_1", "evt_2")) {
            assertThat(inbox.accept(event(id, "t", now)))
                    .as("sent again, or found by a reconciliation")
                    .isFalse();
            assertThat(inbox.accept(event(id, "t", now).setAside("not of shop")))
                    .isFalse();
            assertThat(replays.replay(id, "ann", true, true)).isFalse();
        }
        assertThat(replays.replay(EventFilter.EVERYTHING, "ann", "", true, () -> false, soFar -> {})
                        .replayed())
                .isZero();
        assertThat(rows()).isEqualTo(rows);
        assertThat(new Entries(client).known(List.of("evt_1", "evt_2"))).hasSize(2);
    }

    @Test
    void onlyWhatIsSettledIsForgottenAndWhatIsDeadIfItIsAskedFor() {
        for (String status : List.of("PENDING", "ROUTED", "DEAD")) {
            inbox.accept(event("evt_" + status, "t", now));
            jdbc.update("UPDATE tollgate.inbox SET status = ? WHERE id = ?", status, "evt_" + status);
        }
        List<String> all = List.of("evt_PENDING", "evt_ROUTED", "evt_DEAD");
        assertThat(forgetting.forget(all, false)).isEqualTo(1);
        assertThat(withPayload()).containsExactly("evt_DEAD", "evt_PENDING");
        assertThat(forgetting.forget(all, true)).isEqualTo(1);
        assertThat(withPayload()).containsExactly("evt_PENDING");
        assertThat(jdbc.queryForList("SELECT id FROM tollgate.inbox WHERE id = 'evt_' || status", String.class))
                .hasSize(3);
    }

    @Test
    void anAttemptThatIsUnderWayIsNotDiscarded() {
        inbox.accept(event("evt_1", "t", now));
        List<Entry> claimed = TestInbox.claims(dataSource).claimFresh(10, List.of(), LEASE);
        assertThat(discards.discard("evt_1", "erasure")).isFalse();
        TestInbox.outcomes(dataSource).markRouted(List.of(new RoutedEntry(claimed.get(0), List.of(), 1)));
        assertThat(discards.discard("evt_1", "erasure")).isFalse();
        assertThat(new Entries(client).find("evt_1").orElseThrow().status()).isEqualTo(EventFilter.Status.ROUTED);
    }

    @Test
    void whoeverComesBackAfterItsLeaseFindsADiscardedEventDeadAndChangesNothing() {
        inbox.accept(event("evt_1", "t", now));
        List<Entry> claimed = TestInbox.claims(dataSource).claimFresh(10, List.of(), LEASE);
        jdbc.update("UPDATE tollgate.inbox SET due_at = now() - interval '1 s'");
        assertThat(discards.discard("evt_1", "erasure")).isTrue();

        RoutedEntry late = new RoutedEntry(claimed.get(0), List.of(), 1);
        assertThatThrownBy(() -> TestInbox.outcomes(dataSource).markRouted(List.of(late)))
                .isInstanceOf(LeaseLost.class);
        TestInbox.outcomes(dataSource).giveBack(claimed, Duration.ZERO);
        Entries.Row row = new Entries(client).find("evt_1").orElseThrow();
        assertThat(row.status()).isEqualTo(EventFilter.Status.DEAD);
        assertThat(row.error()).isEqualTo("Discarded: erasure");
        assertThat(withPayload()).containsExactly("evt_1");
        assertThat(replays.replay("evt_1", "ann", false, false)).isTrue();
    }

    private List<String> rows() {
        return jdbc.queryForList("SELECT i::text FROM tollgate.inbox AS i ORDER BY id", String.class);
    }

    private List<String> withPayload() {
        return jdbc.queryForList("SELECT id FROM tollgate.inbox WHERE payload IS NOT NULL ORDER BY id", String.class);
    }
}

package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ClaimsTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final List<String> NONE = List.of();

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Claims claims = new Claims(jdbc);
    private final Outcomes outcomes = new Outcomes(jdbc);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void claimsAnEntryOnceWithinItsLeaseAndAloneAfterwards() throws SQLException {
        store("evt_1", "evt_2");

        assertThat(claims.claimFresh(10, NONE, now, LEASE))
                .extracting(Entry::attempts)
                .containsExactly(1, 1);
        assertThat(claims.claimFresh(10, NONE, now, LEASE)).isEmpty();
        assertThat(claims.claimRetry(NONE, now, LEASE)).isEmpty();
        assertThat(claims.isSuspectDue(NONE, now)).isFalse();
        assertThat(claims.claimSuspect(NONE, now, LEASE)).isEmpty();

        now = now.plus(LEASE);
        assertThat(claims.claimFresh(10, NONE, now, LEASE)).isEmpty();
        assertThat(claims.claimRetry(NONE, now, LEASE))
                .as("nobody has ended its attempt")
                .isEmpty();
        assertThat(claims.isSuspectDue(NONE, now)).isTrue();
        assertThat(claims.isSuspectDue(List.of("t"), now)).isFalse();
        assertThat(claims.claimSuspect(NONE, now, LEASE)).map(Entry::attempts).hasValue(2);
    }

    @Test
    void claimsNoMoreThanTheLimitAndNoneOfTheHeldTypes() throws SQLException {
        store("evt_1", "evt_2", "evt_3");
        new EventInsert(dataSource, LEASE).insert(List.of(event("evt_4", "held", now)));

        Set<String> claimed = new TreeSet<>();
        claims.claimFresh(2, Set.of("held"), now, LEASE).forEach(e -> claimed.add(e.id()));
        assertThat(claimed).hasSize(2);
        claims.claimFresh(2, Set.of("held"), now, LEASE).forEach(e -> claimed.add(e.id()));
        assertThat(claimed).containsExactly("evt_1", "evt_2", "evt_3");
    }

    @Test
    void aRelayThatLostItsLeaseMarksNothing() throws SQLException {
        store("evt_1");
        Entry late = claims.claimFresh(1, NONE, now, LEASE).get(0);
        now = now.plus(LEASE);
        Entry current = claims.claimSuspect(NONE, now, LEASE).orElseThrow();

        assertThatThrownBy(() -> outcomes.markRouted(List.of(new RoutedEntry(late, List.of(), 1)), now))
                .isInstanceOf(LeaseLost.class);
        outcomes.markFailed(late, Optional.empty(), "late", 1, now);
        outcomes.release(List.of(late), now);
        outcomes.giveBack(List.of(late), now);

        assertThat(jdbc.queryForMap("SELECT status, attempts, claim FROM tollgate.inbox"))
                .containsEntry("status", "PENDING")
                .containsEntry("attempts", 2)
                .containsEntry("claim", current.claim());
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.attempt", Integer.class))
                .isZero();
    }

    @Test
    void recordsWhatEachEventReached() throws SQLException {
        store("evt_1", "evt_2");
        List<Entry> batch = claims.claimFresh(10, NONE, now, LEASE);

        outcomes.markRouted(
                List.of(
                        new RoutedEntry(batch.get(0), List.of("jms:queue:a", "sql:b"), 7),
                        new RoutedEntry(batch.get(1), List.of(), 0)),
                now);

        assertThat(jdbc.queryForList("SELECT status FROM tollgate.inbox", String.class))
                .containsExactly("ROUTED", "ROUTED");
        assertThat(jdbc.queryForList(
                        "SELECT array_to_string(destinations, ',') || '/' || ms FROM tollgate.attempt ORDER BY event_id",
                        String.class))
                .containsExactlyInAnyOrder("jms:queue:a,sql:b/7", "/0");
    }

    @Test
    void aFailureIsDueAgainOrDead() throws SQLException {
        store("evt_1");
        Entry first = claims.claimFresh(1, NONE, now, LEASE).get(0);
        outcomes.markFailed(first, Optional.of(now.plusSeconds(5)), "boom", 3, now);
        assertThat(claims.claimRetry(NONE, now.plusSeconds(4), LEASE)).isEmpty();

        now = now.plusSeconds(5);
        Entry second = claims.claimRetry(NONE, now, LEASE).orElseThrow();
        outcomes.markFailed(second, Optional.empty(), "boom", 3, now);

        assertThat(jdbc.queryForMap("SELECT status, error FROM tollgate.inbox"))
                .containsEntry("status", "DEAD")
                .containsEntry("error", "boom");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.attempt", Integer.class))
                .isEqualTo(2);
    }

    @Test
    void aFreshEntryDoesNotWaitForAClockThatWasSetBack() throws SQLException {
        store("evt_2");
        now = now.minus(Duration.ofHours(1));
        store("evt_1");

        assertThat(claims.claimFresh(1, NONE, now, LEASE)).extracting(Entry::id).containsExactly("evt_1");
        assertThat(claims.claimFresh(1, NONE, now, LEASE)).extracting(Entry::id).containsExactly("evt_2");
    }

    @Test
    void anEntryThatIsDueLaterThanAnyScheduleIsDue() throws SQLException {
        store("evt_failed", "evt_claimed", "evt_later");
        List<Entry> all = claims.claimFresh(3, NONE, now, LEASE);
        outcomes.markFailed(named("evt_failed", all), Optional.of(now.plus(Duration.ofHours(3))), "boom", 3, now);
        outcomes.markFailed(named("evt_later", all), Optional.of(now.minus(Duration.ofHours(5))), "boom", 3, now);

        now = now.minus(Duration.ofHours(10));
        Instant horizon = now.plus(Duration.ofHours(8));
        assertThat(claims.claimRetry(NONE, now, LEASE)).isEmpty();
        assertThat(claims.bringForward(now, horizon)).isEqualTo(2);
        assertThat(claims.bringForward(now, horizon)).isZero();

        assertThat(claims.claimRetry(NONE, now, LEASE)).map(Entry::id).hasValue("evt_failed");
        assertThat(claims.claimRetry(NONE, now, LEASE)).isEmpty();
        assertThat(claims.giveUpExhausted(1, now)).containsExactly("evt_claimed t");
    }

    @Test
    void aClockThatIsAheadTakesALeaseAndItsHolderMarksNothing() throws SQLException {
        store("evt_1", "evt_2");
        List<Entry> ours = claims.claimFresh(2, NONE, now, LEASE);
        Instant ahead = now.plus(Duration.ofHours(1));
        Entry taken = claims.claimSuspect(NONE, ahead, LEASE).orElseThrow();

        List<RoutedEntry> routed =
                ours.stream().map(e -> new RoutedEntry(e, List.of(), 1)).toList();
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> outcomes.markRouted(routed, now)))
                .isInstanceOf(LeaseLost.class);
        outcomes.markRouted(List.of(new RoutedEntry(taken, List.of(), 1)), ahead);
        outcomes.release(ours, now);

        assertThat(jdbc.queryForObject("SELECT attempts FROM tollgate.inbox WHERE id = ?", Integer.class, taken.id()))
                .isEqualTo(2);
        assertThat(claims.claimRetry(NONE, now, LEASE))
                .as("the one that was still ours")
                .isPresent();
    }

    private static Entry named(String id, List<Entry> entries) {
        return entries.stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void whoseAttemptHasEndedIsNoSuspect() throws SQLException {
        store("evt_1", "evt_2");
        List<Entry> both = claims.claimFresh(2, NONE, now, LEASE);
        outcomes.release(List.of(both.get(0)), now);
        outcomes.markFailed(both.get(1), Optional.of(now), "boom", 3, now);

        assertThat(claims.isSuspectDue(NONE, now)).isFalse();
        assertThat(claims.giveUpExhausted(1, now)).isEmpty();
        assertThat(claims.claimRetry(NONE, now, LEASE)).isPresent();
        assertThat(claims.claimRetry(NONE, now, LEASE)).isPresent();
        assertThat(claims.claimRetry(NONE, now, LEASE)).isEmpty();
    }

    @Test
    void anAttemptThatIsGivenBackDoesNotCount() throws SQLException {
        store("evt_1");
        outcomes.giveBack(claims.claimFresh(1, NONE, now, LEASE), now);
        assertThat(claims.claimFresh(1, NONE, now, LEASE))
                .extracting(Entry::attempts)
                .containsExactly(1);
    }

    @Test
    void givesUpWhatTookTheProcessDownWithEachAttempt() throws SQLException {
        store("evt_1");
        claims.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        claims.claimSuspect(NONE, now, LEASE);

        assertThat(claims.giveUpExhausted(2, now)).isEmpty();
        assertThat(claims.giveUpExhausted(2, now.plus(LEASE))).containsExactly("evt_1 t");
        assertThat(jdbc.queryForObject("SELECT status FROM tollgate.inbox", String.class))
                .isEqualTo("DEAD");
    }

    private void store(String... ids) throws SQLException {
        for (String id : ids) {
            new EventInsert(dataSource, LEASE).insert(List.of(event(id, "t", now)));
        }
    }
}

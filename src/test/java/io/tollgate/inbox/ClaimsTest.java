package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ClaimsTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final List<String> NONE = List.of();

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final JdbcClient client = OperatorConfiguration.jdbcClient(jdbc);
    private final TimedInbox inbox = new TimedInbox(dataSource);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void claimsAnEntryOnceWithinItsLeaseAndAloneWhenNobodyHasEndedItTwice() throws SQLException {
        store("evt_1", "evt_2");

        assertThat(inbox.claimFresh(10, NONE, now, LEASE))
                .extracting(Entry::attempts)
                .containsExactly(1, 1);
        assertThat(inbox.claimFresh(10, NONE, now, LEASE)).isEmpty();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).isEmpty();
        assertThat(inbox.claimSuspect(NONE, now, LEASE)).isEmpty();

        now = now.plus(LEASE);
        assertThat(inbox.claimSuspect(NONE, now, LEASE))
                .as("most of a claim waits in memory: it may never have begun")
                .isEmpty();
        assertThat(inbox.claimFresh(10, NONE, now, LEASE))
                .extracting(Entry::attempts)
                .containsExactly(1, 1);

        now = now.plus(LEASE);
        assertThat(inbox.claimFresh(10, NONE, now, LEASE)).isEmpty();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE))
                .as("nobody has ended its attempt")
                .isEmpty();
        assertThat(inbox.claimSuspect(NONE, now, LEASE)).map(Entry::attempts).hasValue(2);
    }

    @Test
    void claimsNoMoreThanTheLimitAndNoneOfTheHeldTypes() throws SQLException {
        store("evt_1", "evt_2", "evt_3");
        inbox.store(event("evt_4", "held", now));

        Set<String> claimed = new TreeSet<>();
        inbox.claimFresh(2, Set.of("held"), now, LEASE).forEach(e -> claimed.add(e.id()));
        assertThat(claimed).hasSize(2);
        inbox.claimFresh(2, Set.of("held"), now, LEASE).forEach(e -> claimed.add(e.id()));
        assertThat(claimed).containsExactly("evt_1", "evt_2", "evt_3");
    }

    @Test
    void givesEachTypeAnEqualShareOfABatch() throws SQLException {
        IntStream.range(0, 30).forEach(i -> storeOf("flood", "evt_f" + i, now));
        storeOf("rare", "evt_r1", now.plusSeconds(1));
        storeOf("rare", "evt_r2", now.plusSeconds(2));

        now = now.plusSeconds(2);
        assertThat(inbox.claimFresh(10, NONE, now, LEASE))
                .extracting(Entry::type)
                .containsExactlyInAnyOrder("flood", "flood", "flood", "flood", "flood", "rare", "rare");
        assertThat(inbox.claimFresh(10, NONE, now, LEASE))
                .extracting(Entry::type)
                .hasSize(10)
                .containsOnly("flood");
        assertThat(inbox.claimFreshOf("rare", now, LEASE)).isEmpty();
        assertThat(inbox.claimFreshOf("flood", now, LEASE)).isPresent();
    }

    @Test
    void takesFromTheOldestTypesWhenThereAreMoreThanABatchHolds() {
        IntStream.range(0, 30).forEach(i -> storeOf("type" + i, "evt_" + i, now.minusSeconds(i)));

        assertThat(inbox.claimFresh(3, NONE, now, LEASE))
                .extracting(Entry::type)
                .containsExactlyInAnyOrder("type29", "type28", "type27");
    }

    @Test
    void claimsNothingThatIsPaused() {
        Pauses pauses = new Pauses(client, Clock.fixed(now, ZoneOffset.UTC));
        for (String type : List.of("a", "b")) {
            storeOf(type, "evt_fresh_" + type, now);
            storeOf(type, "evt_failed_" + type, now);
            storeOf(type, "evt_suspect_" + type, now);
        }
        List<Entry> all = inbox.claimFresh(6, NONE, now, LEASE);
        all.stream().filter(e -> e.id().contains("fresh")).forEach(e -> inbox.giveBack(List.of(e), Duration.ZERO, now));
        all.stream()
                .filter(e -> e.id().contains("failed"))
                .forEach(e -> inbox.markFailed(e, Optional.of(Duration.ZERO), "boom", 1, now));
        jdbc.update("UPDATE tollgate.inbox SET attempts = 1 WHERE id LIKE '%suspect%'");
        now = now.plus(LEASE);

        assertThat(pauses.pause("a", "ann")).isTrue();
        assertThat(pauses.pause("a", "bob")).isFalse();
        assertThat(inbox.claimFresh(6, NONE, now, LEASE)).extracting(Entry::id).containsExactly("evt_fresh_b");
        assertThat(inbox.claimFreshOf("a", now, LEASE)).isEmpty();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).map(Entry::id).hasValue("evt_failed_b");
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).isEmpty();
        assertThat(inbox.claimSuspect(NONE, now, LEASE)).map(Entry::id).hasValue("evt_suspect_b");

        pauses.pause(Pauses.ALL, "ann");
        assertThat(pauses.resume("a")).isTrue();
        assertThat(inbox.claimFresh(6, NONE, now, LEASE)).isEmpty();
        assertThat(pauses.list()).containsExactly(new Pauses.Pause("*", now.minus(LEASE), "ann"));

        assertThat(pauses.resume(Pauses.ALL)).isTrue();
        assertThat(pauses.resume(Pauses.ALL)).isFalse();
        assertThat(inbox.claimFresh(6, NONE, now, LEASE)).extracting(Entry::id).containsExactly("evt_fresh_a");
    }

    @Test
    void theRetriesOfTheTypesTakeTurns() {
        IntStream.range(0, 3).forEach(i -> storeOf("a", "evt_a" + i, now));
        storeOf("b", "evt_b", now);
        inbox.claimFresh(10, NONE, now, LEASE)
                .forEach(e -> inbox.markFailed(e, Optional.of(Duration.ZERO), "boom", 1, now));

        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).map(Entry::type).hasValue("a");
        assertThat(inbox.claimRetry(NONE, "a", now, LEASE)).map(Entry::type).hasValue("b");
        assertThat(inbox.claimRetry(NONE, "b", now, LEASE)).map(Entry::type).hasValue("a");
    }

    @Test
    void whatIsHeldBackCostsTheOthersNothing() {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at)
                SELECT 'evt_held' || i, 'held', 'default', '', now() - interval '1 day', now() - interval '1 day'
                FROM generate_series(1, 20000) AS i""");
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, attempts)
                SELECT 'evt_paused' || i, 'paused', 'default', '', now() - interval '1 day', now() - interval '1 day', 1
                FROM generate_series(1, 20000) AS i""");
        new Pauses(client, Clock.systemUTC()).pause("paused", "ann");
        jdbc.execute("ANALYZE");
        IntStream.range(0, 10).forEach(i -> storeOf("open", "evt_" + i, now));

        Instant later = Instant.now().plus(LEASE);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        long read = transaction.execute(status -> {
            assertThat(inbox.claimFresh(100, Set.of("held"), later, LEASE)).hasSize(10);
            assertThat(inbox.claimRetry(Set.of("held"), "", later, LEASE)).isEmpty();
            return jdbc.queryForObject(
                    "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                            + " WHERE schemaname = 'tollgate' AND relname = 'inbox'",
                    Long.class);
        });
        assertThat(read).as("rows read to claim 10").isLessThan(200);
    }

    @Test
    void readsABatchAndNotTheTableHoweverMuchWaits() {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at)
                SELECT 'evt_' || i, 'type' || i % 5, 'default', '', now(), now() FROM generate_series(1, 100000) AS i""");
        jdbc.execute("ANALYZE");
        now = Instant.now();

        var transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        // as often as it takes until the driver prepares it and the planner no longer looks at the values
        for (int i = 0; i < 12; i++) {
            long read = transaction.execute(status -> {
                assertThat(inbox.claimFresh(100, NONE, now, LEASE)).hasSize(100);
                assertThat(inbox.claimFreshOf("type1", now, LEASE)).isPresent();
                return jdbc.queryForObject(
                        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                                + " WHERE schemaname = 'tollgate' AND relname = 'inbox'",
                        Long.class);
            });
            assertThat(read).as("rows read to claim 100, of 100,000").isLessThan(5000);
        }
    }

    @Test
    void aRelayThatLostItsLeaseMarksNothing() throws SQLException {
        store("evt_1");
        Entry late = inbox.claimFresh(1, NONE, now, LEASE).get(0);
        now = now.plus(LEASE);
        Entry current = inbox.claimFresh(1, NONE, now, LEASE).get(0);

        assertThatThrownBy(() -> inbox.markRouted(List.of(new RoutedEntry(late, List.of(), 1)), now))
                .isInstanceOf(LeaseLost.class);
        inbox.markFailed(late, Optional.empty(), "late", 1, now);
        inbox.giveBack(List.of(late), Duration.ZERO, now);

        assertThat(jdbc.queryForMap("SELECT status, attempts, claim FROM tollgate.inbox"))
                .containsEntry("status", "PENDING")
                .containsEntry("attempts", 1)
                .containsEntry("claim", current.claim());
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.attempt", Integer.class))
                .isZero();
    }

    @Test
    void recordsWhatEachEventReached() throws SQLException {
        store("evt_1", "evt_2");
        List<Entry> batch = inbox.claimFresh(10, NONE, now, LEASE);

        inbox.markRouted(
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
        Entry first = inbox.claimFresh(1, NONE, now, LEASE).get(0);
        inbox.markFailed(first, Optional.of(Duration.ofSeconds(5)), "boom", 3, now);
        assertThat(inbox.claimRetry(NONE, "", now.plusSeconds(4), LEASE)).isEmpty();

        now = now.plusSeconds(5);
        Entry second = inbox.claimRetry(NONE, "", now, LEASE).orElseThrow();
        inbox.markFailed(second, Optional.empty(), "boom", 3, now);

        assertThat(jdbc.queryForMap("SELECT status, error FROM tollgate.inbox"))
                .containsEntry("status", "DEAD")
                .containsEntry("error", "boom");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.attempt", Integer.class))
                .isEqualTo(2);
    }

    @Test
    void theRetriesOfATypeThatWorksAgainAreDue() {
        storeOf("a", "evt_a", now);
        storeOf("b", "evt_b", now);
        inbox.claimFresh(10, NONE, now, LEASE)
                .forEach(e -> inbox.markFailed(e, Optional.of(Duration.ofHours(6)), "boom", 3, now));

        assertThat(inbox.bringForward("a", 0, now)).isZero();
        assertThat(inbox.bringForward("a", 1, now)).isEqualTo(1);
        assertThat(inbox.bringForward("a", 1, now)).isZero();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).map(Entry::id).hasValue("evt_a");
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).isEmpty();
    }

    @Test
    void whoseAttemptHasEndedIsNoSuspect() throws SQLException {
        store("evt_1", "evt_2");
        List<Entry> both = inbox.claimFresh(2, NONE, now, LEASE);
        inbox.markFailed(both.get(0), Optional.of(Duration.ZERO), "boom", 3, now);
        inbox.markFailed(both.get(1), Optional.of(Duration.ZERO), "boom", 3, now);

        assertThat(inbox.giveUpExhausted(1, 3, now)).isEmpty();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).isPresent();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).isPresent();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE)).isEmpty();
    }

    @Test
    void anAttemptThatIsGivenBackDoesNotCount() throws SQLException {
        store("evt_1");
        inbox.giveBack(inbox.claimFresh(1, NONE, now, LEASE), Duration.ZERO, now);
        assertThat(inbox.claimFresh(1, NONE, now, LEASE))
                .extracting(Entry::attempts)
                .containsExactly(1);
    }

    @Test
    void givesUpWhatTookTheProcessDownWithEachAttempt() throws SQLException {
        store("evt_1");
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        inbox.claimSuspect(NONE, now, LEASE);

        assertThat(inbox.giveUpExhausted(2, 4, now)).isEmpty();
        assertThat(inbox.giveUpExhausted(2, 4, now.plus(LEASE)))
                .extracting(Object::toString)
                .containsExactly("evt_1 t");
        assertThat(jdbc.queryForObject("SELECT status FROM tollgate.inbox", String.class))
                .isEqualTo("DEAD");
    }

    private void storeOf(String type, String id, Instant receivedAt) {
        inbox.store(event(id, type, receivedAt));
    }

    private void store(String... ids) throws SQLException {
        for (String id : ids) {
            inbox.store(event(id, "t", now));
        }
    }

    @Test
    void keepsItsPlaceWhenItIsGivenBack() {
        storeOf("t", "evt_old", now.minusSeconds(60));
        List<Entry> old = inbox.claimFresh(1, NONE, now, LEASE);
        storeOf("t", "evt_new", now);
        inbox.giveBack(old, Duration.ZERO, now);

        assertThat(inbox.claimFresh(1, NONE, now, LEASE)).extracting(Entry::id).containsExactly("evt_old");
    }

    @Test
    void waitsWhenItIsGivenBackForAWhile() throws SQLException {
        store("evt_1");
        inbox.giveBack(inbox.claimFresh(1, NONE, now, LEASE), Duration.ofSeconds(1), now);

        assertThat(inbox.claimFresh(1, NONE, now, LEASE)).isEmpty();
        assertThat(inbox.claimFresh(1, NONE, now.plusSeconds(1), LEASE))
                .extracting(Entry::attempts)
                .containsExactly(1);
    }

    @Test
    void isDeadAfterThreeCrashesHoweverManyAttemptsAreLeft() throws SQLException {
        store("evt_1");
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        assertThat(inbox.claimFresh(1, NONE, now, LEASE)).hasSize(1);
        now = now.plus(LEASE);
        assertThat(inbox.giveUpExhausted(22, 3, now)).isEmpty();
        assertThat(inbox.claimSuspect(NONE, now, LEASE)).isPresent();
        now = now.plus(LEASE);

        assertThat(inbox.giveUpExhausted(22, 3, now)).hasSize(1);
        assertThat(jdbc.queryForObject("SELECT error FROM tollgate.inbox", String.class))
                .contains("3 times");
    }

    @Test
    void aClaimIsBoundedInBytesToo() {
        byte[] large = new byte[9 << 20];
        for (String id : List.of("evt_1", "evt_2", "evt_3")) {
            inbox.store(new VerifiedEvent(id, "t", "default", null, null, null, null, null, large, now));
        }

        assertThat(inbox.claimFresh(100, NONE, now, LEASE)).hasSize(2);
        assertThat(inbox.claimFresh(100, NONE, now, LEASE)).hasSize(1);
    }

    @Test
    void theLargePayloadsOfOneTypeLeaveTheOthersTheirShare() {
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 40; i++) {
            inbox.store(new VerifiedEvent("evt_" + i, "large", "default", null, null, null, null, null, large, now));
        }
        now = now.plusSeconds(1);
        storeOf("rare", "evt_rare", now);

        assertThat(inbox.claimFresh(500, NONE, now, LEASE))
                .extracting(Entry::id)
                .contains("evt_rare");
    }

    @Test
    void whatOnlyEverWaitedInMemoryIsNotDead() throws SQLException {
        store("evt_1");
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        inbox.giveBack(inbox.claimFresh(1, NONE, now, LEASE), Duration.ZERO, now);
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);

        assertThat(inbox.giveUpExhausted(22, 3, now)).isEmpty();
        assertThat(inbox.claimSuspect(NONE, now, LEASE)).as("its turn alone").isPresent();
    }

    @Test
    void whatIsGivenBackAfterACrashIsAsItWasBeforeItsClaim() throws SQLException {
        store("evt_1");
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        inbox.giveBack(inbox.claimFresh(1, NONE, now, LEASE), Duration.ZERO, now);
        inbox.claimFresh(1, NONE, now, LEASE);
        now = now.plus(LEASE);
        Entry suspect = inbox.claimSuspect(NONE, now, LEASE).orElseThrow();
        inbox.giveBack(List.of(suspect), Duration.ZERO, now);

        assertThat(inbox.giveUpExhausted(22, 3, now)).isEmpty();
        assertThat(inbox.claimRetry(NONE, "", now, LEASE))
                .as("among others, before it was alone")
                .isEmpty();
        assertThat(inbox.claimSuspect(NONE, now, LEASE)).isPresent();
        now = now.plus(LEASE);
        assertThat(inbox.giveUpExhausted(22, 3, now)).as("the third crash").hasSize(1);
    }
}

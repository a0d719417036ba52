package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.support.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.JdbcTemplate;

class InboxTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private Inbox inbox;

    @BeforeEach
    void open() {
        inbox = inbox(dataSource, 1024, Duration.ofSeconds(10));
    }

    private static Inbox inbox(HikariDataSource dataSource, int capacity, Duration timeout) {
        Duration probe = Duration.ofMillis(200);
        return new Inbox(
                new EventInsert(dataSource, timeout, Claims.DATABASE_CLOCK),
                new InboxProperties(2, 256, capacity, timeout, probe, Duration.ofDays(90), Duration.ofMinutes(10)),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
    }

    @Test
    void storesEachEventOnceAndKeepsEveryField() {
        byte[] payload = "{\"a\":\"\\u0000 😀\\\\\"}\n".getBytes(StandardCharsets.UTF_8);
        VerifiedEvent event = new VerifiedEvent(
                "evt_1", "charge.dispute.created", "connect", true, 5L, "2025-01-27", "acct_1", "dp_1", payload, NOW);

        assertThat(inbox.accept(event)).isTrue();
        assertThat(inbox.accept(event)).isFalse();

        Entry entry = TestInbox.claims(dataSource)
                .claimFresh(10, List.of(), Duration.ofSeconds(60))
                .get(0);
        assertThat(entry.event()).usingRecursiveComparison().isEqualTo(event);
    }

    @Test
    void leavesOutWhatTheEventDoesNotHave() {
        VerifiedEvent bare =
                new VerifiedEvent("evt_1", "t", "default", null, null, null, null, null, new byte[] {'{', '}'}, NOW);

        inbox.accept(bare);

        Entry entry = TestInbox.claims(dataSource)
                .claimFresh(10, List.of(), Duration.ofSeconds(60))
                .get(0);
        assertThat(entry.event()).usingRecursiveComparison().isEqualTo(bare);
    }

    @Test
    void tellsExactlyOneOfManyConcurrentCallersThatItsEventIsNew() throws Exception {
        List<Boolean> answers = acceptAtOnce(IntStream.range(0, 50)
                .mapToObj(i -> event("evt_same", "t", NOW))
                .toList());

        assertThat(answers).hasSize(50).containsOnlyOnce(true);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void sharesOneCommitAmongAllThatWait() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        Duration minute = Duration.ofMinutes(1);
        inbox.handOff().open(new HandOff.Terms(minute, minute, Set::of, toClaim -> commits.incrementAndGet()));
        ExecutorService pool = Executors.newFixedThreadPool(64);
        try (var holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            for (int writer = 1; writer <= 2; writer++) {
                String id = "evt_w" + writer;
                int busy = writer;
                pool.submit(() -> inbox.accept(event(id, "t", NOW)));
                await().until(() -> waitForTheLock() == busy);
            }
            IntStream.range(0, 62).forEach(i -> pool.submit(() -> inbox.accept(event("evt_" + i, "t", NOW))));
            await().until(() -> inbox.waiting() == 62);
            holder.rollback();
        }
        pool.shutdown();

        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(count()).isEqualTo(64);
        assertThat(commits).as("one of each writer, one or two for the rest").hasValueLessThanOrEqualTo(4);
    }

    @Test
    void aRowThatTheDatabaseRefusesFailsNoOther() throws Exception {
        List<VerifiedEvent> events = new ArrayList<>();
        IntStream.range(0, 30).forEach(i -> events.add(event("evt_" + i, i == 7 ? "nul\0" : "t", NOW)));

        List<Boolean> answers = acceptAtOnce(events);

        assertThat(answers.stream().filter(Boolean.TRUE::equals)).hasSize(29);
        assertThat(answers.get(7)).isNull();
        assertThat(count()).isEqualTo(29);
        assertThat(inbox.hasRoom()).isTrue();
    }

    @Test
    void refusesWhenTheDatabaseIsAwayAndGoesOnAfterwards() throws Exception {
        try (var holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            try (Inbox impatient = inbox(dataSource, 1024, Duration.ofMillis(300))) {
                assertThatThrownBy(() -> impatient.accept(event("evt_1", "t", NOW)))
                        .isInstanceOf(NotStored.class);
            }
            holder.rollback();
        }

        assertThat(inbox.accept(event("evt_2", "t", NOW))).isTrue();
    }

    @Test
    void isHealthyAgainOnceTheDatabaseTakesWritesWithoutAnEventInBetween() {
        var health = new InboxHealthIndicator(inbox, List::of);
        jdbc.execute("ALTER TABLE tollgate.inbox RENAME TO away");
        assertThatThrownBy(() -> inbox.accept(event("evt_1", "t", NOW))).isInstanceOf(NotStored.class);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

        jdbc.execute("ALTER TABLE tollgate.away RENAME TO inbox");

        await().atMost(Duration.ofSeconds(5))
                .until(() -> health.health().getStatus().equals(Status.UP));
    }

    @Test
    void refusesAtOnceWhatHasWaitedForTooLongAlready() {
        Arrival longAgo = new Arrival(System.nanoTime() - Duration.ofSeconds(11).toNanos());

        assertThatThrownBy(() -> inbox.accept(event("evt_1", "t", NOW).arrived(longAgo)))
                .isInstanceOf(InboxUnavailable.class);
        assertThat(count()).isZero();
    }

    /** Canceled statement, full disk, no more connections, read-only, I/O error, corrupt table. */
    @ParameterizedTest
    @ValueSource(strings = {"57014", "53100", "53300", "25006", "58030", "XX001"})
    void isAwayAfterAFailureOfTheDatabaseUntilARowIsStoredAgain(String sqlState) {
        failWith(sqlState);

        assertThatThrownBy(() -> inbox.accept(event("evt_1", "t", NOW))).isInstanceOf(InboxUnavailable.class);
        assertThatThrownBy(() -> inbox.accept(event("evt_2", "t", NOW)))
                .isInstanceOf(InboxUnavailable.class)
                .hasMessageContaining("The database has been away for");
        await().during(Duration.ofSeconds(1)).until(inbox::isDatabaseAway);

        jdbc.execute("DROP TRIGGER refuse ON tollgate.inbox");
        await().atMost(Duration.ofSeconds(5)).until(() -> !inbox.isDatabaseAway());
        assertThat(inbox.accept(event("evt_3", "t", NOW))).isTrue();
        assertThat(count()).as("the probe leaves nothing").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22000", "23514", "40P01"})
    void isNotAwayAfterAFailureOfTheEvent(String sqlState) {
        failWith(sqlState);

        assertThatThrownBy(() -> inbox.accept(event("evt_1", "t", NOW)))
                .isInstanceOf(NotStored.class)
                .isNotInstanceOf(InboxUnavailable.class);
        assertThat(inbox.isDatabaseAway()).isFalse();
    }

    @Test
    void failsWhatWaitsInFrontOnceTheDatabaseIsAway() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try (var holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                VerifiedEvent event = event("evt_" + i, "t", NOW);
                waiting.add(callers.submit(() -> inbox.accept(event)));
            }
            await().until(() -> waitForTheLock() == 2 && inbox.waiting() + 2 <= 20);

            jdbc.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()");

            for (Future<Boolean> refused : waiting) {
                assertThatThrownBy(() -> refused.get(3, TimeUnit.SECONDS)).hasCauseInstanceOf(InboxUnavailable.class);
            }
            holder.rollback();
        } finally {
            callers.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !inbox.isDatabaseAway());
        assertThat(inbox.accept(event("evt_after", "t", NOW))).isTrue();
    }

    private void failWith(String sqlState) {
        jdbc.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION USING ERRCODE = '%s', MESSAGE = 'on purpose'; END$$""".formatted(sqlState));
        jdbc.execute("CREATE TRIGGER refuse BEFORE INSERT ON tollgate.inbox FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    @Test
    void refusesWhenTheQueueInFrontIsFull() throws Exception {
        try (var holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            try (Inbox small = inbox(dataSource, 1, Duration.ofSeconds(2))) {
                List<Throwable> refused = acceptFailing(small, 20);
                assertThat(refused).anyMatch(t -> t.getMessage().contains("More than 1 events wait"));
            }
            holder.rollback();
        }
    }

    private List<Throwable> acceptFailing(Inbox target, int calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(calls);
        List<Future<Throwable>> failures = IntStream.range(0, calls)
                .mapToObj(i -> pool.submit(() -> {
                    try {
                        target.accept(event("evt_f" + i, "t", NOW));
                        return (Throwable) new AssertionError("stored");
                    } catch (NotStored e) {
                        return e;
                    }
                }))
                .toList();
        pool.shutdown();
        List<Throwable> result = new ArrayList<>();
        for (Future<Throwable> failure : failures) {
            result.add(failure.get());
        }
        return result;
    }

    /** One answer a caller, null where it was refused. */
    private List<Boolean> acceptAtOnce(List<VerifiedEvent> events) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(events.size());
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Boolean>> futures = events.stream()
                .map(event -> pool.submit(() -> {
                    go.await();
                    try {
                        return inbox.accept(event);
                    } catch (NotStored e) {
                        return null;
                    }
                }))
                .toList();
        go.countDown();
        pool.shutdown();
        List<Boolean> answers = new ArrayList<>();
        for (Future<Boolean> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    @Test
    void storesWhateverThePoolSaysOfCommits() {
        try (HikariDataSource manual = TestDatabase.open(dataSource.getJdbcUrl(), pool -> pool.setAutoCommit(false));
                Inbox other = inbox(manual, 1024, Duration.ofSeconds(10))) {
            assertThat(other.accept(event("evt_1", "t", NOW))).isTrue();
            assertThat(count()).isEqualTo(1);
            assertThat(other.accept(event("evt_1", "t", NOW))).isFalse();
        }
    }

    @Test
    void aDuplicateDoesNotWaitForTheAttemptOfItsEvent() throws Exception {
        inbox.accept(event("evt_1", "t", NOW));
        try (var attempt = dataSource.getConnection()) {
            attempt.setAutoCommit(false);
            attempt.createStatement().execute("UPDATE tollgate.inbox SET status = 'ROUTED' WHERE id = 'evt_1'");
            long start = System.nanoTime();

            assertThat(inbox.accept(event("evt_1", "t", NOW))).isFalse();
            assertThat(inbox.accept(event("evt_2", "t", NOW))).isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            attempt.rollback();
        }
    }

    @Test
    void aLockThatLastsIsNoDatabaseThatIsAway() throws Exception {
        String patience = "SET lock_timeout = '300ms'";
        try (HikariDataSource impatient =
                        TestDatabase.open(dataSource.getJdbcUrl(), pool -> pool.setConnectionInitSql(patience));
                var holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tollgate.inbox IN SHARE MODE");
            try (Inbox locked = inbox(impatient, 1024, Duration.ofSeconds(10))) {
                assertThatThrownBy(() -> locked.accept(event("evt_1", "t", NOW)))
                        .isInstanceOf(InboxUnavailable.class)
                        .hasMessageContaining("locked by another session");
                assertThat(locked.isDatabaseAway()).isFalse();
            }
            holder.rollback();
        }
    }

    private int waitForTheLock() {
        return jdbc.queryForObject(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
                Integer.class);
    }

    private int count() {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox", Integer.class);
    }
}

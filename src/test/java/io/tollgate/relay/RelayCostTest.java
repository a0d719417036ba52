package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the relay asks of the database while there is much to do: no more than there is to do. */
class RelayCostTest {
    private static final RelayProperties SETTINGS =
            TestRelay.settings(2, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
    }

    /** Each round of that lane is four statements; a commit came with one. */
    @Test
    void whatOverflowsTheHandOffDoesNotWakeTheLaneOfFailures() throws Exception {
        AtomicInteger fresh = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        try (TestRelay gateway = new TestRelay(
                dataSource, inbox, "vm://none?create=false", SETTINGS, Clock.systemUTC(), (entry, jms) -> List.of())) {
            Relay relay = new Relay(
                    inbox.handOff(),
                    gateway.shared,
                    (name, isFresh) ->
                            new RelayThread(name, isFresh, new Idle(isFresh ? fresh : failures), null, null));
            relay.start();
            storeAtOnce(3000);
            relay.stop();
        }
        assertThat(fresh.get()).isGreaterThan(5);
        assertThat(failures.get()).isLessThanOrEqualTo(2);
    }

    private record Idle(AtomicInteger rounds) implements Lane {
        @Override
        public boolean round(Attempts attempts, BooleanSupplier stopping) {
            rounds.incrementAndGet();
            return false;
        }

        @Override
        public void look() {}

        @Override
        public Duration untilNextLook() {
            return Duration.ofHours(1);
        }
    }

    @Test
    void marksDoNotReadAnInboxThatNobodyHasAnalyzed(@TempDir(cleanup = CleanupMode.NEVER) Path directory)
            throws Exception {
        jdbc.execute("ALTER TABLE tollgate.inbox SET (autovacuum_enabled = off)");
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, status, settled_at)
                SELECT 'evt_old' || i, 't', 'default', '', now(), now(), 'ROUTED', now()
                FROM generate_series(1, 20000) AS i""");
        storeAtOnce(500);
        TestBroker messages = TestBroker.start(directory);
        long before = rowsRead();
        try (TestRelay gateway =
                new TestRelay(dataSource, inbox, messages.url(), SETTINGS, Clock.systemUTC(), (entry, jms) -> {
                    // says at the end of the run what it has read
                    jdbc.query("SELECT pg_stat_force_next_flush()", row -> {});
                    return List.of();
                })) {
            gateway.start();
            await().until(() -> jdbc.queryForObject("SELECT count(*) FROM tollgate.attempt", Integer.class) == 500);
        }
        assertThat(rowsRead() - before).isLessThan(20_000);
        messages.stop();
    }

    private long rowsRead() {
        return jdbc.queryForObject("""
                SELECT seq_tup_read FROM pg_stat_user_tables WHERE schemaname = 'tollgate' AND relname = 'inbox'""", Long.class);
    }

    private void storeAtOnce(int events) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(64);
        IntStream.range(0, events)
                .forEach(i -> callers.submit(() -> inbox.accept(event("evt_" + i, "t", Instant.now()))));
        callers.shutdown();
        assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
}

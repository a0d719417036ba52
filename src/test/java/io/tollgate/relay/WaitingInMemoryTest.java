package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestDatabase;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Entries that are under a lease and wait in memory, while what comes before them takes long or does not end. */
class WaitingInMemoryTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private TestRelay gateway;

    private void start(int batch) {
        RelayProperties settings = new RelayProperties(
                2,
                batch,
                Duration.ofMillis(50),
                DEADLINE.plus(GRACE).plusSeconds(1),
                DEADLINE,
                GRACE,
                Duration.ofMillis(100),
                Duration.ofSeconds(20),
                new RetrySchedule(Duration.ofSeconds(60), 1, Duration.ofSeconds(60), 3));
        gateway = new TestRelay(dataSource, inbox, "vm://none?create=false", settings, Clock.systemUTC(), this::flow)
                .start();
    }

    private List<String> flow(Entry entry, JmsTemplate jms) throws Exception {
        if (entry.type().equals("hang")) {
            hanging.incrementAndGet();
            never.await();
        } else if (entry.type().equals("slow")) {
            jdbc.execute("SELECT pg_sleep(0.002)");
        }
        return List.of();
    }

    @AfterEach
    void close() {
        gateway.close();
        inbox.close();
        dataSource.close();
    }

    @Test
    void theLargestBatchUnderTheShortestLeaseGetsOn() {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at)
                SELECT 'evt_' || i, 'slow', 'default', '', now(), now() FROM generate_series(1, 4000) AS i""");
        start(10_000);
        await().atMost(Duration.ofSeconds(40)).until(() -> count("ROUTED") == 4000);
        assertThat(jdbc.queryForObject("SELECT max(attempts) FROM tollgate.inbox", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void aTypeThatHangsIsHeldBackThoughMoreOfItWaitsInMemory() {
        start(1);
        IntStream.range(0, 40).forEach(i -> inbox.accept(event("evt_hang" + i, "hang", Instant.now())));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> gateway.breaker.openTypes().contains("hang") && count("PENDING") == 40);
        int before = hanging.get();
        for (int i = 0; i < 30; i++) {
            inbox.accept(event("evt_" + i, "fine", Instant.now()));
            int done = i + 1;
            // both threads that take up new ones would be in a deadline otherwise
            await().atMost(DEADLINE.dividedBy(2)).until(() -> count("ROUTED") == done);
        }
        assertThat(hanging.get() - before).isLessThan(6);
    }

    @Test
    void aStopIsNotHeldUpByWhoeverHasLockedItsRows() throws Exception {
        start(100);
        inbox.accept(event("evt_first", "hang", Instant.now()));
        await().until(() -> hanging.get() == 1);
        inbox.accept(event("evt_second", "hang", Instant.now()));
        await().until(() -> hanging.get() == 2);
        IntStream.range(0, 20).forEach(i -> inbox.accept(event("evt_" + i, "fine", Instant.now())));
        try (Connection locks = dataSource.getConnection()) {
            locks.setAutoCommit(false);
            locks.createStatement().execute("SELECT * FROM tollgate.inbox FOR UPDATE");
            long start = System.nanoTime();
            gateway.relay.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

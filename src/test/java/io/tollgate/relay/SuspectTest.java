package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Entries whose last attempt never ended, as after a crash: one of them may be what took the process down. */
class SuspectTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Queue<Integer> besideASuspect = new ConcurrentLinkedQueue<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean endless = true;
    private TestRelay gateway;

    @AfterEach
    void close() {
        endless = false;
        gateway.close();
        inbox.close();
        dataSource.close();
    }

    private void start(int threads) {
        gateway = new TestRelay(
                        dataSource,
                        inbox,
                        "tcp://127.0.0.1:1",
                        TestRelay.settings(threads, DEADLINE, Duration.ofSeconds(1)),
                        Clock.systemUTC(),
                        this::flow)
                .start();
    }

    private List<String> flow(Entry entry, JmsTemplate jms) throws InterruptedException {
        if (entry.type().contains("suspect")) {
            besideASuspect.add(jdbc.queryForObject(
                    "SELECT count(*) FROM tollgate.inbox WHERE claim = ?", Integer.class, entry.claim()));
        }
        if (entry.type().contains("hang")) {
            never.await();
        }
        while (entry.type().contains("endless") && endless) {
            LockSupport.parkNanos(1_000_000);
        }
        return List.of();
    }

    @Test
    void areAloneInTheirBatchAndTheOthersGoOn() {
        IntStream.range(0, 8).forEach(i -> accept("evt_suspect_" + i, "suspect"));
        crashInTheAttemptOfAll();
        IntStream.range(0, 500).forEach(i -> accept("evt_" + i, "fresh"));

        start(2);

        await().atMost(Duration.ofSeconds(20)).until(() -> count("ROUTED") == 508);
        assertThat(besideASuspect).as("entries of its claim").hasSize(8).containsOnly(1);
        assertThat(jdbc.queryForList("SELECT type, max(attempts) AS attempts FROM tollgate.inbox GROUP BY type"))
                .containsExactlyInAnyOrder(
                        Map.of("type", "suspect", "attempts", 2), Map.of("type", "fresh", "attempts", 1));
    }

    @Test
    void thatHangDelayNothingThatIsFreshAndARetryByOneDeadline() {
        IntStream.range(0, 6).forEach(i -> accept("evt_suspect_" + i, "suspect hang"));
        accept("evt_retry", "failed");
        crashInTheAttemptOfAll();
        start(2);
        await().until(() -> !besideASuspect.isEmpty());

        jdbc.update("UPDATE tollgate.inbox SET claim = NULL, due_at = now() WHERE id = 'evt_retry'");
        Instant begin = Instant.now();
        IntStream.range(0, 100).forEach(i -> accept("evt_" + i, "fresh"));
        await().atMost(DEADLINE).until(() -> countOf("fresh") == 100);
        await().atMost(DEADLINE.multipliedBy(4)).until(() -> countOf("failed") == 1);
        assertThat(Duration.between(begin, Instant.now())).as("a sound retry").isLessThan(DEADLINE.plusSeconds(1));
    }

    /** A kill from outside meets somebody. */
    @Test
    void areRoutedWhenTheyWereAloneInOneCrash() {
        accept("evt_1", "suspect");
        crashInTheAttemptOfAll();
        crashAlone();

        start(1);

        await().until(() -> count("ROUTED") == 1);
    }

    @Test
    void areDeadWhenTheyWereAloneInTwoCrashes() {
        accept("evt_1", "suspect");
        crashInTheAttemptOfAll();
        crashAlone();
        crashAlone();

        start(1);

        await().until(() -> count("DEAD") == 1);
        assertThat(besideASuspect).isEmpty();
        assertThat(jdbc.queryForObject("SELECT error FROM tollgate.inbox", String.class))
                .isEqualTo("The gateway stopped while routing it, 4 times");
    }

    @Test
    void thatRunAwayDoNotKeepTheOthersFromTheirTurn() {
        accept("evt_1", "suspect endless");
        accept("evt_2", "suspect");
        crashInTheAttemptOfAll();

        start(2);

        await().atMost(Duration.ofSeconds(20)).until(() -> count("DEAD") == 1 && count("ROUTED") == 1);
        accept("evt_3", "fresh");
        await().atMost(Duration.ofSeconds(5)).until(() -> count("ROUTED") == 2);
    }

    /** As a process leaves them that was killed twice: claimed for the second time, and the lease over. */
    private void crashInTheAttemptOfAll() {
        for (int i = 0; i < 2; i++) {
            TestInbox.claims(dataSource).claimFresh(100, List.of(), LEASE);
            assertThat(jdbc.update("UPDATE tollgate.inbox SET due_at = now()")).isPositive();
        }
    }

    private void crashAlone() {
        assertThat(TestInbox.claims(dataSource).claimSuspect(List.of(), LEASE)).isPresent();
        jdbc.update("UPDATE tollgate.inbox SET due_at = now()");
    }

    private void accept(String id, String type) {
        assertThat(inbox.accept(event(id, type, Instant.now()))).isTrue();
    }

    private int countOf(String type) {
        return jdbc.queryForObject(
                "SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED' AND type = ?", Integer.class, type);
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

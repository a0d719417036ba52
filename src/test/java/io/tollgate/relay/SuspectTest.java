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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Entries whose last attempt never ended, as after a crash: one of them may be what took the process down. */
class SuspectTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Queue<Integer> inFlightBesideASuspect = new ConcurrentLinkedQueue<>();
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
                        TestRelay.settings(threads, Duration.ofSeconds(5), Duration.ofSeconds(1)),
                        Clock.systemUTC(),
                        this::flow)
                .start();
    }

    private List<String> flow(Entry entry, JmsTemplate jms) {
        if (entry.type().contains("suspect")) {
            for (int i = 0; i < 20; i++) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                inFlightBesideASuspect.add(inFlight(entry));
            }
        } else {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        if (entry.type().contains("endless")) {
            while (endless) {
                Thread.onSpinWait();
            }
        }
        return List.of();
    }

    /** What a halt at this moment would cost an attempt. */
    private int inFlight(Entry suspect) {
        try (var other = dataSource.getConnection();
                var statement = other.prepareStatement(
                        "SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING' AND id <> ? AND claim IS NOT NULL"
                                + " AND due_at > now()")) {
            statement.setString(1, suspect.id());
            var result = statement.executeQuery();
            result.next();
            return result.getInt(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areRoutedWhileNothingElseIsInFlight() {
        IntStream.range(0, 8).forEach(i -> accept("evt_suspect_" + i, "suspect"));
        IntStream.range(0, 20).forEach(i -> accept("evt_failed_" + i, "failed"));
        crashInTheLastAttemptOfAll();
        jdbc.update("UPDATE tollgate.inbox SET claim = NULL WHERE type = 'failed'");
        IntStream.range(0, 500).forEach(i -> accept("evt_" + i, "fresh"));

        start(3);

        await().atMost(Duration.ofSeconds(30)).until(() -> count("ROUTED") == 528);
        assertThat(inFlightBesideASuspect).hasSize(160).containsOnly(0);
        assertThat(jdbc.queryForList("SELECT type, max(attempts) AS attempts FROM tollgate.inbox GROUP BY type"))
                .containsExactlyInAnyOrder(
                        Map.of("type", "suspect", "attempts", 2),
                        Map.of("type", "failed", "attempts", 2),
                        Map.of("type", "fresh", "attempts", 1));
    }

    @Test
    void thatRunAwayDoNotKeepTheOthersFromTheirTurn() {
        accept("evt_1", "suspect endless");
        accept("evt_2", "suspect");
        crashInTheLastAttemptOfAll();

        start(2);

        await().atMost(Duration.ofSeconds(20)).until(() -> count("DEAD") == 1 && count("ROUTED") == 1);
        accept("evt_3", "fresh");
        await().atMost(Duration.ofSeconds(5)).until(() -> count("ROUTED") == 2);
    }

    /** As a killed process leaves them: claimed, and the lease over. */
    private void crashInTheLastAttemptOfAll() {
        TestInbox.claims(dataSource).claimFresh(100, List.of(), Instant.now().minus(LEASE), LEASE);
        assertThat(jdbc.update("UPDATE tollgate.inbox SET due_at = now()")).isPositive();
    }

    private void accept(String id, String type) {
        assertThat(inbox.accept(event(id, type, Instant.now().minus(LEASE.multipliedBy(2)))))
                .isTrue();
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Gateways on one database whose clocks differ by an hour, or are set back. */
class ClockTest {
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final CountDownLatch taken = new CountDownLatch(1);
    private final List<TestRelay> gateways = new ArrayList<>();
    private TestBroker messages;
    private Inbox inbox;

    @BeforeEach
    void open(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        jdbc.execute("CREATE TABLE sink (id text)");
        inbox = TestInbox.open(dataSource);
        messages = TestBroker.start(directory);
    }

    @AfterEach
    void close() throws Exception {
        gateways.forEach(TestRelay::close);
        inbox.close();
        messages.stop();
        dataSource.close();
    }

    private void start(Duration ahead) {
        gateways.add(new TestRelay(
                        dataSource,
                        inbox,
                        messages.url(),
                        TestRelay.settings(1, Duration.ofSeconds(10), Duration.ofSeconds(1)),
                        Clock.offset(Clock.systemUTC(), ahead),
                        this::flow)
                .start());
    }

    private List<String> flow(Entry entry, JmsTemplate jms) throws InterruptedException {
        jms.send("sink", session -> session.createTextMessage(entry.id()));
        jdbc.update("INSERT INTO sink VALUES (?)", entry.id());
        if (entry.type().equals("slow") && entry.attempts() == 1) {
            assertThat(taken.await(9, TimeUnit.SECONDS)).isTrue();
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        return List.of();
    }

    @Test
    void aGatewayWithAFastClockLeavesALeaseAlone() throws Exception {
        accept("evt_slow", "slow");
        start(Duration.ZERO);
        await().until(() -> jdbc.queryForObject("SELECT count(claim) FROM tollgate.inbox", Integer.class) == 1);
        start(Duration.ofHours(1));
        accept("evt_next", "quick");
        await().until(() -> count("ROUTED") == 1);
        taken.countDown();
        await().until(() -> count("ROUTED") == 2);
        gateways.forEach(gateway -> gateway.relay.stop());

        assertNothingIsDoubled(2);
        assertThat(jdbc.queryForObject("SELECT max(attempts) FROM tollgate.inbox", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void anHourBetweenTheClocksDoublesNothingUnderLoad() throws Exception {
        start(Duration.ZERO);
        start(Duration.ofHours(1));
        IntStream.range(0, 300).forEach(i -> accept("evt_" + i, "quick"));

        await().atMost(Duration.ofSeconds(40)).until(() -> count("ROUTED") == 300);

        assertNothingIsDoubled(300);
    }

    @Test
    void aClockThatIsSetBackKeepsNothingWaiting() {
        accept("evt_fresh", "quick");
        accept("evt_failed", "quick");
        jdbc.update("UPDATE tollgate.inbox SET attempts = 1 WHERE id = 'evt_failed'");

        start(Duration.ofHours(-1));

        await().until(() -> count("ROUTED") == 2);
    }

    private void assertNothingIsDoubled(int events) throws Exception {
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(events)
                .doesNotHaveDuplicates();
        List<String> received = new ArrayList<>();
        for (Message message : messages.drain("sink")) {
            received.add(message.getBody(String.class));
        }
        assertThat(received).hasSize(events).doesNotHaveDuplicates();
    }

    private void accept(String id, String type) {
        assertThat(inbox.accept(event(id, type, Instant.now()))).isTrue();
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

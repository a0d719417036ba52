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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Flows that neither an interrupt nor an abort ends. */
class RunawayTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean endless = true;
    private TestBroker messages;
    private Inbox inbox;
    private TestRelay gateway;

    @BeforeEach
    void open(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        jdbc.execute("CREATE TABLE sink (id text)");
        inbox = TestInbox.open(dataSource);
        messages = TestBroker.start(directory);
        gateway = new TestRelay(
                dataSource,
                inbox,
                messages.url(),
                TestRelay.settings(1, DEADLINE, GRACE),
                Clock.systemUTC(),
                this::flow);
    }

    @AfterEach
    void close() throws Exception {
        endless = false;
        gateway.close();
        inbox.close();
        messages.stop();
        dataSource.close();
    }

    private List<String> flow(Entry entry, JmsTemplate jms) {
        jms.send("sink", session -> session.createTextMessage(entry.id()));
        jdbc.update("INSERT INTO sink VALUES (?)", entry.id());
        begun.incrementAndGet();
        long end = System.nanoTime() + DEADLINE.plus(GRACE.dividedBy(2)).toNanos();
        while (entry.type().equals("endless") && endless || entry.type().equals("late") && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        if (entry.type().equals("endless")) {
            ended.incrementAndGet();
        }
        if (entry.id().contains("again")) {
            jms.send("sink", session -> session.createTextMessage(entry.id()));
        }
        return List.of();
    }

    @Test
    void aFlowThatDoesNotEndIsDeadAndTheOthersOfItsBatchAreRoutedByAnotherThread() throws Exception {
        IntStream.range(0, 5).forEach(i -> accept("evt_" + i, "quick"));
        accept("evt_endless", "endless");
        accept("evt_endless_again", "endless");
        IntStream.range(5, 10).forEach(i -> accept("evt_" + i, "quick"));

        gateway.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> count("ROUTED") == 10 && count("DEAD") == 2);
        assertThat(gateway.runaways.count()).isEqualTo(2);
        assertThat(jdbc.queryForList("SELECT DISTINCT error FROM tollgate.inbox WHERE status = 'DEAD'", String.class))
                .singleElement()
                .asString()
                .contains("cannot be stopped", "restart", "replay");
        assertThat(jdbc.queryForObject(
                        "SELECT min(number) FROM tollgate.attempt WHERE error IS NOT NULL", Integer.class))
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(dataSource.getHikariPoolMXBean().getActiveConnections())
                .as("connections of runaways do not fill the pool")
                .isLessThanOrEqualTo(1));

        endless = false;
        await().until(() -> gateway.runaways.count() == 0);
        assertThat(ended).hasValue(2);
        assertThat(count("DEAD")).isEqualTo(2);
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(10)
                .noneMatch(id -> id.contains("endless"));
        assertThat(messages.drain("sink")).hasSize(10);
        accept("evt_later", "quick");
        await().until(() -> count("ROUTED") == 11);
    }

    @Test
    void anAttemptThatEndsWithinTheGraceIsTriedAgain() {
        accept("evt_late", "late");

        gateway.start();

        await().atMost(DEADLINE.plus(GRACE).multipliedBy(10)).until(() -> count("DEAD") == 1);
        assertThat(jdbc.queryForObject("SELECT attempts FROM tollgate.inbox", Integer.class))
                .isEqualTo(3);
        assertThat(jdbc.queryForObject("SELECT error FROM tollgate.inbox", String.class))
                .contains("deadline of 2 s");
        assertThat(gateway.runaways.count()).isZero();
    }

    @Test
    void isSettledOnceTheDatabaseAcceptsIt() {
        accept("evt_endless", "endless");
        gateway.start();
        await().until(() -> begun.get() == 1);
        jdbc.execute("ALTER TABLE tollgate.inbox RENAME TO away");
        await().atMost(Duration.ofSeconds(10)).until(() -> gateway.runaways.count() == 1);
        await().during(Duration.ofMillis(500))
                .until(() -> jdbc.queryForObject("SELECT status FROM tollgate.away", String.class)
                        .equals("PENDING"));

        jdbc.execute("ALTER TABLE tollgate.away RENAME TO inbox");

        await().atMost(Duration.ofSeconds(5)).until(() -> count("DEAD") == 1);
    }

    @Test
    void aTypeThatRunsAwayAgainAndAgainWaitsAndTheOthersGoOn() {
        IntStream.range(0, 6).forEach(i -> accept("evt_endless_" + i, "endless"));
        accept("evt_quick", "quick");

        gateway.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> count("DEAD") == 3 && count("ROUTED") == 1);
        await().during(DEADLINE.plus(GRACE).multipliedBy(2))
                .atMost(Duration.ofSeconds(15))
                .until(() -> count("DEAD") == 3 && count("PENDING") == 3);
        assertThat(gateway.runaways.heldTypes()).containsExactly("endless");

        endless = false;
        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 4);
    }

    private void accept(String id, String type) {
        assertThat(inbox.accept(event(id, type, Instant.now()))).isTrue();
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

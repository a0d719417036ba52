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
import jakarta.jms.ResourceAllocationException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** The relay between a real inbox and a real broker; the flows are stood in for by what a flow does to both. */
class RelayTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger tries = new AtomicInteger();
    private volatile boolean broken;
    private TestBroker messages;
    private Inbox inbox;
    private TestRelay gateway;

    @BeforeEach
    void open() throws Exception {
        jdbc.execute("CREATE TABLE sink (id text)");
        inbox = TestInbox.open(dataSource);
        messages = TestBroker.start(directory);
        connect(messages.url());
    }

    private void connect(String url) {
        gateway = new TestRelay(
                dataSource,
                inbox,
                url,
                TestRelay.settings(1, DEADLINE, Duration.ofSeconds(2)),
                Clock.systemUTC(),
                this::flow);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        inbox.close();
        messages.stop();
        dataSource.close();
    }

    private List<String> flow(Entry entry, JmsTemplate jms) throws Exception {
        String type = entry.type();
        if (type.contains("message")) {
            jms.send("sink", session -> session.createTextMessage(entry.id()));
        }
        if (type.contains("row")) {
            jdbc.update("INSERT INTO sink VALUES (?)", entry.id());
        }
        if (type.contains("lose the lease") && entry.attempts() == 1) {
            loseLease(entry);
        }
        if (type.contains("sleep")) {
            jdbc.execute("SELECT pg_sleep(60)");
        }
        if (type.contains("hang")) {
            never.await();
        }
        if (type.contains("disk full") && tries.incrementAndGet() <= 5) {
            throw new SQLException("could not extend file: No space left on device", "53100");
        }
        if (type.contains("store full") && tries.incrementAndGet() <= 5) {
            throw new ResourceAllocationException("Usage Manager Store is Full");
        }
        if (type.contains("flaky") && broken) {
            throw new IllegalStateException("out of order");
        }
        if (type.contains("throw")) {
            throw new IllegalArgumentException("no such thing {\"secret\":1}");
        }
        if (type.contains("error")) {
            throw new StackOverflowError("too deep");
        }
        if (type.contains("memory")) {
            throw new OutOfMemoryError("as large as " + new byte[Integer.MAX_VALUE].length);
        }
        if (type.contains("linkage")) {
            throw new NoClassDefFoundError("io/example/Missing");
        }
        if (type.contains("assertion")) {
            throw new AssertionError("not so");
        }
        return List.of(type);
    }

    /** What another gateway does once the lease is over, on a connection of its own. */
    private void loseLease(Entry entry) throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "UPDATE tollgate.inbox SET claim = nextval('tollgate.inbox_claim'), due_at = now() WHERE id = ?")) {
            statement.setString(1, entry.id());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void anAttemptThatLostItsLeaseLeavesNothingBehind() throws Exception {
        accept("evt_1", "message row, lose the lease");

        gateway.start();

        await().until(() -> count("ROUTED") == 1);
        assertThat(row("evt_1")).containsEntry("attempts", 2);
        assertThat(ids(messages.drain("sink"))).containsExactly("evt_1");
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class)).containsExactly("evt_1");
    }

    @Test
    void aFlowThatFailsLeavesNoTraceAndTheOthersOfItsBatchAreRoutedWithinASecond() throws Exception {
        IntStream.range(0, 40).forEach(i -> accept("evt_" + i, "message row"));
        accept("evt_bad", "message row then throw");
        accept("evt_worse", "message row then error");
        IntStream.range(40, 80).forEach(i -> accept("evt_" + i, "message row"));

        Instant start = Instant.now();
        gateway.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 80);
        Duration others = Duration.between(start, Instant.now());
        await().until(() -> count("DEAD") == 2);

        assertThat(others).isLessThan(Duration.ofSeconds(6));
        assertThat(ids(messages.drain("sink"))).hasSize(80).noneMatch(id -> id.contains("bad") || id.contains("wor"));
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(80)
                .doesNotContain("evt_bad", "evt_worse")
                .doesNotHaveDuplicates();
        assertThat(row("evt_bad"))
                .containsEntry("attempts", 3)
                .containsEntry("error", "IllegalArgumentException: no such thing …");
    }

    @Test
    void aTypeWhoseFlowFailsCostsTheOthersOneBatchAndCatchesUpOnceItWorks() throws Exception {
        broken = true;
        IntStream.range(0, 300).forEach(i -> accept("evt_f" + i, "message row flaky"));
        IntStream.range(0, 300).forEach(i -> accept("evt_" + i, "message row"));

        gateway.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 300);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !gateway.breaker.openTypes().isEmpty());
        assertThat(gateway.breaker.openTypes()).containsExactly("message row flaky");
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM tollgate.inbox WHERE type = 'message row flaky' AND attempts > 0",
                        Integer.class))
                .as("those that were tried")
                .isLessThan(40);
        assertThat(jdbc.queryForObject(
                        "SELECT max(attempts) FROM tollgate.inbox WHERE status = 'ROUTED'", Integer.class))
                .isEqualTo(1);

        broken = false;
        jdbc.update("UPDATE tollgate.inbox SET status = 'PENDING', attempts = 0 WHERE status = 'DEAD'");
        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 600);
        assertThat(gateway.breaker.openTypes()).isEmpty();
        assertThat(ids(messages.drain("sink"))).hasSize(600).doesNotHaveDuplicates();
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class)).doesNotHaveDuplicates();
    }

    @Test
    void anErrorOfAFlowIsItsEventsFailureAsAnExceptionIs() throws Exception {
        List<String> errors = List.of("error", "memory", "linkage", "assertion");
        errors.forEach(type -> accept("evt_" + type, "message row then " + type));
        IntStream.range(0, 20).forEach(i -> accept("evt_" + i, "message row"));

        gateway.start();

        await().atMost(Duration.ofSeconds(20)).until(() -> count("ROUTED") == 20 && count("DEAD") == 4);
        for (String type : errors) {
            assertThat(row("evt_" + type)).containsEntry("attempts", 3);
            assertThat(row("evt_" + type).get("error")).asString().contains("Error");
        }
        assertThat(ids(messages.drain("sink"))).hasSize(20).doesNotHaveDuplicates();
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void aCommitThatTheDatabaseRefusesIsTheFailureOfItsEventOnly() {
        jdbc.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'refused at commit'; END $$""");
        jdbc.execute("""
                CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON sink DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.id = 'evt_refused') EXECUTE FUNCTION refuse()""");
        IntStream.range(0, 10).forEach(i -> accept("evt_" + i, "row"));
        accept("evt_refused", "row");

        gateway.start();

        await().until(() -> count("ROUTED") == 10 && count("DEAD") == 1);
        assertThat(row("evt_refused").get("error")).asString().contains("refused at commit");
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(10)
                .doesNotContain("evt_refused");
    }

    @Test
    void whileTheBrokerIsAwayRowsAreWrittenAndNoAttemptIsUsedUp() throws Exception {
        messages.stop();
        gateway.start();
        IntStream.range(0, 20).forEach(i -> accept("evt_m" + i, "message row"));
        IntStream.range(0, 20).forEach(i -> accept("evt_r" + i, "row"));

        await().until(() -> count("ROUTED") == 20);
        assertThat(jdbc.queryForList("SELECT DISTINCT type FROM tollgate.inbox WHERE status = 'ROUTED'", String.class))
                .containsExactly("row");
        await().during(Duration.ofSeconds(1)).until(() -> count("ROUTED") == 20 && gateway.broker.isAway());

        messages.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> count("ROUTED") == 40);
        assertThat(ids(messages.drain("sink"))).hasSize(20).doesNotHaveDuplicates();
        assertThat(jdbc.queryForObject("SELECT max(attempts) FROM tollgate.inbox", Integer.class))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message row disk full", "row store full"})
    void aFullDiskUsesUpNoAttempt(String type) {
        accept("evt_1", type);
        gateway.start();

        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 1);
        assertThat(tries).hasValueGreaterThan(5);
        assertThat(row("evt_1")).containsEntry("attempts", 1);
    }

    @Test
    void aBrokerThatRestartedWhileTheRelayWasIdleCostsNoAttempt() throws Exception {
        gateway.start();
        accept("evt_1", "message");
        await().until(() -> count("ROUTED") == 1);
        messages.stop();
        messages.start();

        accept("evt_2", "message");
        await().until(() -> count("ROUTED") == 2);
        assertThat(row("evt_2")).containsEntry("attempts", 1);
    }

    @Test
    void aFlowThatHangsIsEndedAtTheDeadlineAndEndsDead() {
        accept("evt_hang", "message row hang");
        accept("evt_sleep", "row sleep");
        accept("evt_ok", "message");

        gateway.start();

        await().atMost(DEADLINE.multipliedBy(3))
                .until(() -> "ROUTED".equals(row("evt_ok").get("status")));
        await().atMost(DEADLINE.multipliedBy(8)).until(() -> count("DEAD") == 2);
        assertThat(row("evt_hang").get("error")).asString().contains("deadline of 3 s");
        assertThat(jdbc.queryForObject("SELECT count(*) FROM sink", Integer.class))
                .isZero();
    }

    @Test
    void aSendThatFlowControlBlocksIsEndedAtTheDeadline(@TempDir(cleanup = CleanupMode.NEVER) Path other)
            throws Exception {
        messages.stop();
        messages = TestBroker.startWithFlowControl(other);
        gateway.close();
        connect(messages.url());
        IntStream.range(0, 100).forEach(i -> accept("evt_m" + i, "message"));
        accept("evt_row", "row");

        gateway.start();

        await().atMost(DEADLINE.multipliedBy(4))
                .until(() -> "ROUTED".equals(row("evt_row").get("status")));
    }

    private void accept(String id, String type) {
        assertThat(inbox.accept(event(id, type, Instant.now()))).isTrue();
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }

    private Map<String, Object> row(String id) {
        return jdbc.queryForMap("SELECT status, attempts, error FROM tollgate.inbox WHERE id = ?", id);
    }

    private static List<String> ids(List<Message> received) throws Exception {
        List<String> ids = new java.util.ArrayList<>();
        for (Message message : received) {
            ids.add(message.getBody(String.class));
        }
        return ids;
    }
}

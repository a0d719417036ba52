package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/** One event that fails, hangs or loses its connection, among others of its batch that are sound. */
class FailsAloneTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int LAST_ATTEMPT = 3;

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger once = new AtomicInteger();
    private TestBroker messages;
    private TestRelay gateway;

    @BeforeEach
    void open(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        jdbc.execute("CREATE TABLE sink (id text)");
        jdbc.execute("CREATE TABLE object (id text PRIMARY KEY, updates integer NOT NULL)");
        messages = TestBroker.start(directory);
        connect(1);
    }

    private void connect(int threads) {
        gateway = new TestRelay(
                dataSource,
                inbox,
                messages.url(),
                TestRelay.settings(threads, DEADLINE, Duration.ofSeconds(2)),
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
        jms.send("sink", session -> session.createTextMessage(entry.id()));
        jdbc.update("INSERT INTO sink VALUES (?)", entry.id());
        String id = entry.id();
        if (entry.event().objectId() != null) {
            jdbc.update(
                    "INSERT INTO object VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET updates = object.updates + 1",
                    entry.event().objectId());
        }
        if (id.contains("slow")) {
            jdbc.execute("SELECT pg_sleep(0.4)");
        }
        if (id.contains("bad")) {
            throw new IllegalArgumentException("on purpose");
        } else if (id.contains("hang")) {
            never.await();
        } else if (id.contains("terminate") && (id.contains("always") || once.getAndIncrement() == 0)) {
            jdbc.execute("SELECT pg_terminate_backend(pg_backend_pid())");
        } else if (id.contains("restart") && once.getAndIncrement() == 0) {
            messages.stop();
            messages.start();
        } else if (id.contains("serialization")) {
            jdbc.execute(
                    "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'could not serialize'; END $$");
        }
        return List.of("sink");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10, 3})
    void everyTenthOrThirdThatIsBadKeepsTheOthersFromNothing(int every) throws Exception {
        IntStream.range(0, 900).forEach(i -> accept((i % every == 1 ? "evt_bad_" : "evt_") + i));
        int bad = jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE id LIKE '%bad%'", Integer.class);

        gateway.start();

        // at 3 a second, as before, it would take minutes
        await().atMost(Duration.ofSeconds(30)).until(() -> count("ROUTED") == 900 - bad);
        await().atMost(Duration.ofSeconds(30)).until(() -> count("DEAD") == bad);
        gateway.relay.stop();
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(900 - bad)
                .doesNotHaveDuplicates()
                .noneMatch(id -> id.contains("bad"));
        assertThat(messages.drain("sink")).hasSize(900 - bad);
        assertThat(attempts("evt_0")).isEqualTo(1);
    }

    @Test
    void theOthersOfABatchKeepTheirPlaceInFrontOfTheBacklog() {
        accept("evt_bad_0");
        IntStream.range(0, 1000).forEach(i -> accept("evt_" + i));

        gateway.start();

        await().until(() -> count("ROUTED") == 1000);
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM tollgate.inbox WHERE settled_at < (SELECT settled_at FROM tollgate.inbox"
                                + " WHERE id = 'evt_98')",
                        Integer.class))
                .as("routed before a sibling of the bad one")
                .isLessThan(150);
    }

    @Test
    void theSiblingsOfOneThatHangsWaitForOneDeadline() {
        IntStream.range(0, 25).forEach(i -> accept("evt_" + i));
        accept("evt_hang");
        IntStream.range(25, 49).forEach(i -> accept("evt_" + i));

        Instant begin = Instant.now();
        gateway.start();

        await().atMost(DEADLINE.multipliedBy(3)).until(() -> count("ROUTED") == 49);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(DEADLINE.plusMillis(1500));
        assertThat(jdbc.queryForObject(
                        "SELECT max(attempts) FROM tollgate.inbox WHERE status = 'ROUTED'", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void aBatchThatIsSlowAsAWholeBlamesNobody() {
        IntStream.range(0, 12).forEach(i -> accept("evt_slow_" + i));
        accept("evt_slow_bad");

        gateway.start();

        await().atMost(DEADLINE.multipliedBy(6)).until(() -> count("ROUTED") == 12 && count("DEAD") == 1);
        assertThat(jdbc.queryForObject(
                        "SELECT max(attempts) FROM tollgate.inbox WHERE status = 'ROUTED'", Integer.class))
                .isEqualTo(1);
        assertThat(jdbc.queryForList("SELECT error FROM tollgate.attempt WHERE error LIKE '%deadline%'"))
                .isEmpty();
    }

    @Test
    void soundRetriesWaitForOneOfManyThatHang() {
        IntStream.range(0, 8).forEach(i -> accept("evt_hang_" + i, "hanging", null));
        IntStream.range(0, 10).forEach(i -> accept("evt_" + i, "sound", null));
        jdbc.update("UPDATE tollgate.inbox SET attempts = 1");

        Instant begin = Instant.now();
        gateway.start();

        await().atMost(DEADLINE.multipliedBy(4)).until(() -> count("ROUTED") == 10);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(DEADLINE.plusMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt_terminate", "evt_restart"})
    void aConnectionThatIsLostInTheLastAttemptKillsNothing(String id) throws Exception {
        gateway.start();
        accept("evt_before");
        await().until(() -> count("ROUTED") == 1);
        jdbc.update("INSERT INTO tollgate.paused VALUES ('*', now(), 'test')");
        accept(id);
        IntStream.range(0, 8).forEach(i -> accept("evt_" + i));
        jdbc.update("UPDATE tollgate.inbox SET attempts = ? WHERE status = 'PENDING'", LAST_ATTEMPT - 1);
        jdbc.update("DELETE FROM tollgate.paused");

        await().atMost(Duration.ofSeconds(20)).until(() -> count("ROUTED") == 10);
        assertThat(once).hasPositiveValue();
        assertThat(attempts(id)).isEqualTo(LAST_ATTEMPT);
        gateway.relay.stop();
        assertThat(jdbc.queryForList("SELECT id FROM sink", String.class))
                .hasSize(10)
                .doesNotHaveDuplicates();
        assertThat(messages.drain("sink")).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evt_terminate_always", "evt_serialization"})
    void whatAlwaysLosesItsConnectionOrItsTransactionIsDeadAndTheOthersAreRouted(String id) {
        accept(id);
        IntStream.range(0, 60).forEach(i -> accept("evt_" + i));

        gateway.start();

        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 60);
        await().atMost(Duration.ofSeconds(20)).until(() -> count("DEAD") == 1);
        assertThat(attempts(id)).isEqualTo(LAST_ATTEMPT);
    }

    @Test
    void relayThreadsDoNotDeadlockOnTheRowsOfTheirObjects() {
        gateway.close();
        connect(2);
        IntStream.range(0, 2000).forEach(i -> accept("evt_" + i, "type" + i % 2, "sub_" + (i * 7919 % 97)));

        gateway.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> count("ROUTED") == 2000);
        assertThat(jdbc.queryForObject("SELECT max(attempts) FROM tollgate.inbox", Integer.class))
                .isEqualTo(1);
        assertThat(jdbc.queryForObject("SELECT sum(updates) FROM object", Integer.class))
                .isEqualTo(2000);
    }

    @Test
    void aRelayThreadThatHasDiedIsReplaced() throws Exception {
        gateway.start();
        Thread relay = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("relay-1"))
                .filter(thread -> gateway.relay.runs(thread))
                .findFirst()
                .orElseThrow();
        ((RelayThread) relay).requestStop();
        await().until(() -> !relay.isAlive());
        accept("evt_1");

        gateway.relay.revive();

        await().until(() -> count("ROUTED") == 1);
    }

    private void accept(String id) {
        accept(id, "t", null);
    }

    private void accept(String id, String type, String object) {
        VerifiedEvent event = new VerifiedEvent(
                id, type, "default", false, 1L, null, null, object, new byte[] {'{', '}'}, Instant.now());
        assertThat(inbox.accept(event)).isTrue();
    }

    private int attempts(String id) {
        return jdbc.queryForObject("SELECT attempts FROM tollgate.inbox WHERE id = ?", Integer.class, id);
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** Who is to blame, and who only stood beside it. */
class WhoseFaultTest {
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);
    private TestBroker messages;
    private TestRelay gateway;

    @BeforeEach
    void open(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        messages = TestBroker.start(directory);
        RelayProperties settings = TestRelay.settings(1, DEADLINE, Duration.ofSeconds(2));
        gateway = new TestRelay(dataSource, inbox, messages.url(), settings, Clock.systemUTC(), this::flow);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        inbox.close();
        messages.stop();
        dataSource.close();
    }

    private List<String> flow(Entry entry, JmsTemplate jms) {
        if (entry.id().contains("sends")) {
            jms.send("sink", session -> session.createTextMessage(entry.id()));
        }
        if (entry.id().contains("late")) {
            jdbc.update("INSERT INTO late VALUES (?)", entry.id());
        }
        if (entry.id().contains("half")) {
            jdbc.execute("SELECT pg_sleep(%s)".formatted(entry.id().contains("first") ? 1.7 : 2));
        }
        if (entry.id().contains("bad")) {
            throw new IllegalArgumentException("on purpose");
        }
        return List.of("sink");
    }

    @Test
    void newEventsOfATypeAreRoutedWhileItsRetriesRest() {
        Entry retry = new Entry(event("evt_retry", "t"), 2, 1, Instant.now(), Instant.now());
        gateway.breaker.hung(retry, Duration.ofSeconds(60));
        inbox.accept(event("evt_bad", "t"));
        IntStream.range(0, 20).forEach(i -> inbox.accept(event("evt_" + i, "t")));

        gateway.relay.start();

        await().atMost(Duration.ofSeconds(10)).until(() -> count("ROUTED") == 20);
        assertThat(jdbc.queryForObject("SELECT last_value FROM tollgate.inbox_claim", Long.class))
                .as("claims, and batches of the inserts")
                .isLessThan(60);
    }

    @Test
    void whatIsCheckedLateAndHangsIsTheFaultOfWhoHasWrittenIt() {
        jdbc.execute("CREATE TABLE late (id text)");
        jdbc.execute("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'");
        jdbc.execute("CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION slow()");
        inbox.accept(event("evt_late", "a"));
        inbox.accept(event("evt_sends", "b"));

        gateway.relay.start();

        await().atMost(Duration.ofSeconds(40)).until(() -> count("DEAD") == 1 && count("ROUTED") == 1);
        assertThat(jdbc.queryForMap("SELECT status, attempts FROM tollgate.inbox WHERE id = 'evt_sends'"))
                .containsEntry("status", "ROUTED")
                .containsEntry("attempts", 1);
    }

    @Test
    void theLastOfAClaimHasNotToAnswerForTheTimeOfTheOthers() {
        inbox.accept(event("evt_first_half", "a"));
        inbox.accept(event("evt_second_half_bad", "a"));
        inbox.accept(event("evt_half", "a"));

        gateway.relay.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> count("ROUTED") == 2 && count("DEAD") == 1);
        assertThat(jdbc.queryForList("SELECT error FROM tollgate.attempt WHERE error IS NOT NULL", String.class))
                .allMatch(error -> error.contains("on purpose"));
    }

    private static VerifiedEvent event(String id, String type) {
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        return new VerifiedEvent(id, type, "default", false, 1L, null, null, null, payload, Instant.now());
    }

    private int count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Integer.class, status);
    }
}

package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.support.GatewayLog;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jms.core.JmsTemplate;

/** What the relay writes down, and logs, of events whose failures repeat what their payloads say. */
@ExtendWith(OutputCaptureExtension.class)
class PayloadsInErrorsTest {
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private TestBroker messages;
    private TestRelay gateway;

    @BeforeEach
    void open(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        GatewayLog.setUp();
        messages = TestBroker.start(directory);
        RelayProperties settings = TestRelay.settings(1, Duration.ofSeconds(3), Duration.ofSeconds(2));
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
        String payload = new String(entry.event().payload(), StandardCharsets.UTF_8);
        switch (entry.type()) {
            case "cast" -> jdbc.queryForList("SELECT CAST(? AS bigint)", payload);
            case "deadlock" ->
                jdbc.execute(
                        "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = '" + payload + "'; END $$");
            default -> throw new IllegalStateException("Nobody is called " + payload.replaceAll("[{}:\"]", " "));
        }
        return List.of();
    }

    @Test
    void nothingOfAPayloadIsInAnErrorOrTheLog(CapturedOutput output) {
        for (String type : List.of("cast", "deadlock", "text")) {
            byte[] payload = "{\"name\":\"Jane Doe\"}".getBytes(StandardCharsets.UTF_8);
            inbox.accept(new VerifiedEvent(
                    "evt_" + type, type, "default", false, 1L, null, null, null, payload, Instant.now()));
        }

        gateway.relay.start();

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = 'DEAD'", Integer.class)
                                == 3);
        assertThat(jdbc.queryForList("SELECT error FROM tollgate.inbox ORDER BY type", String.class))
                .containsExactly(
                        "PSQLException 22P02: invalid input syntax for type bigint: \"…\"",
                        "PSQLException 40001: …",
                        "IllegalStateException: Nobody is called name …");
        assertThat(jdbc.queryForList("SELECT error FROM tollgate.attempt", String.class))
                .hasSizeGreaterThan(3)
                .noneMatch(error -> error.contains("Jane") || error.contains("Doe"));
        assertThat(output.getOut())
                .contains("evt_deadlock deadlock waits, no attempt used up: PSQLException 40001")
                .doesNotContain("Jane", "Doe");
    }
}

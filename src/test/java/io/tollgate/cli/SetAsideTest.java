package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.FreePorts;
import io.tollgate.support.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator sees of events that were set aside, and how they are let through. */
class SetAsideTest {
    private static final String WHY =
            "it is of test mode, which tollgate.webhook.endpoints.default.livemode keeps from the flows";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private HikariDataSource inbox;
    private JdbcTemplate jdbc;

    @BeforeEach
    void start() {
        inbox = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(inbox);
        row("evt_1", WHY);
        row("evt_2", WHY);
        row("evt_3", null);
    }

    private void row(String id, String aside) {
        jdbc.update(
                "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, payload, received_at, status,"
                        + " attempts, due_at, settled_at, aside, source) VALUES (?, 'invoice.paid', 'default', false, 1, '{}',"
                        + " now(), 'ROUTED', 0, now(), now(), ?, 'reconciled')",
                id,
                aside);
    }

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void isShownWithReasonSourceAndWayOut() throws Exception {
        assertThat(run("events", "evt_1").out())
                .contains(
                        "status    ROUTED  since ",
                        ", to no destination: set aside; if that is wrong, correct the setting and restart, then: ./tollgate"
                                + " replay --aside evt_1",
                        "source    reconciled",
                        "aside     " + WHY);
        assertThat(run("events", "evt_3").out()).doesNotContain("aside");
        JsonNode event = new ObjectMapper()
                .readTree(run("events", "evt_1", "--json").out())
                .path("event");
        assertThat(event.path("aside").asText()).isEqualTo(WHY);
        assertThat(event.path("source").asText()).isEqualTo("reconciled");

        assertThat(run("events", "--aside").out())
                .contains("evt_1", "evt_2", "set aside: " + WHY)
                .doesNotContain("evt_3");
        assertThat(run("events").out()).contains("evt_1", "evt_3");
        assertThat(run("status").out())
                .contains("last minute: 3 stored, 1 routed")
                .contains(
                        "set aside in a day: 2 at endpoint default, see ./tollgate events --aside --endpoint default");
        assertThat(run("status", "--json").out()).contains("\"setAsideInADay\":{\"default\":2}");
    }

    @Test
    void isLetThroughByIdOnlyIfThatIsSaid() {
        Run refused = run("replay", "evt_1", "evt_3");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("evt_1 was set aside: " + WHY + ". Correct that setting")
                .contains("--aside lets this one through")
                .hasLineCount(1);
        assertThat(pending()).containsExactly("evt_3");

        assertThat(run("replay", "--aside", "evt_1").exitCode()).isZero();
        assertThat(pending()).containsExactly("evt_1", "evt_3");
        assertThat(run("events", "evt_1").out()).doesNotContain("aside").contains("it waits for its first attempt");

        jdbc.update("UPDATE tollgate.inbox SET payload = NULL");
        assertThat(run("replay", "evt_2").err()).contains("Retention has removed the payload of evt_2");
    }

    @Test
    void isLetThroughByAFilterOnlyIfThatIsSaid() {
        assertThat(run("replay", "--all", "--dry-run", "--json").out()).contains("\"count\":1");
        assertThat(run("replay", "--aside", "--from", "1h", "--dry-run", "--json")
                        .out())
                .contains("\"count\":2");
        assertThat(run("replay", "--type", "invoice.*").out()).contains("1 events are due again");
        assertThat(pending()).containsExactly("evt_3");
        assertThat(run("replay", "--aside", "--from", "1h", "--endpoint", "default")
                        .out())
                .contains("2 events are due again");
        assertThat(pending()).containsExactly("evt_1", "evt_2", "evt_3");
    }

    private List<String> pending() {
        return jdbc.queryForList(
                "SELECT id FROM tollgate.inbox WHERE status = 'PENDING' AND aside IS NULL ORDER BY id", String.class);
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--spring.activemq.broker-url=tcp://127.0.0.1:" + FreePorts.next(),
                "--tollgate.data=" + directory.resolve("data"),
                "--spring.datasource.url=" + inbox.getJdbcUrl(),
                "--spring.datasource.username=postgres"));
        return Run.of(Map.of(), all.toArray(String[]::new));
    }
}

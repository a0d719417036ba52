package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.GatewayProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many dead events are replayed by the command while others come in; it is stopped half way, and goes on. */
@Timeout(900)
class ReplayIT {
    private static final int EVENTS = Integer.getInteger("faults.replayed", 100_000);
    private static final String TYPE = "charge.dispute.created";
    private static final List<String> FILTER = List.of("--status", "dead", "--type", "charge.*", "--json");
    private static final Figures FIGURES = new Figures(
            "replay",
            "dead events",
            "counted",
            "before the stop",
            "after it",
            "messages",
            "duplicates",
            "routed after (s)");

    @Test
    void messagesEqualEventsThoughItWasStoppedHalfWay(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        try (Installation installation = new Installation(directory);
                Receipts receipts = new Receipts(installation.broker(), "stripe.disputes")) {
            GatewayProcess gateway = installation.startGateway(List.of());
            storeDead(installation);
            Load load = new Load("replay", gateway::port)
                    .ofTypes("payment_intent.succeeded")
                    .withBadEvents()
                    .start(100);

            long counted = command(installation, "--dry-run").path("count").asLong();
            assertThat(counted).isEqualTo(EVENTS);
            long start = System.nanoTime();
            JsonNode first = stopped(installation);
            long before = first.path("replayed").asLong();
            assertThat(first.path("complete").asBoolean()).isFalse();
            assertThat(before).isPositive().isLessThan(EVENTS);
            assertThat(notDead(installation)).as("set back").isEqualTo(before);
            assertThat(recorded(installation)).isEqualTo(before);

            JsonNode rest =
                    command(installation, "--after", first.path("lastId").asText());
            await("all of them are routed")
                    .atMost(Duration.ofSeconds(300))
                    .until(() -> notDead(installation) == EVENTS
                            && installation.query(
                                            "SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING' AND type = '"
                                                    + TYPE + "'")
                                    == 0);
            long seconds = Moment.since(start).toSeconds();
            load.close();
            installation.awaitSettled(Duration.ofSeconds(60));
            await("each has its message").until(() -> receipts.receivedAt().size() == EVENTS);
            FIGURES.add(
                    EVENTS,
                    counted,
                    before,
                    rest.path("replayed").asLong(),
                    receipts.messages(),
                    receipts.messages() - receipts.receivedAt().size(),
                    seconds);
            assertThat(rest.path("complete").asBoolean()).isTrue();
            assertThat(before + rest.path("replayed").asLong()).isEqualTo(EVENTS);
            assertThat(recorded(installation)).isEqualTo(EVENTS);
            assertThat(receipts.messages()).isEqualTo(EVENTS);
            assertThat(load.notAnsweredWith(200)).isEmpty();
            Ledger.of(installation, load)
                    .print("replay of " + EVENTS + " dead events")
                    .mustBalance()
                    .mustHaveBadEvents();
        }
    }

    private static long notDead(Installation installation) {
        return installation.query(
                "SELECT count(*) FROM tollgate.inbox WHERE status <> 'DEAD' AND type = '" + TYPE + "'");
    }

    private static long recorded(Installation installation) {
        return installation.query("SELECT sum(replayed) FROM tollgate.replay WHERE ended_at IS NOT NULL");
    }

    private static Process start(Installation installation, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(new File("tollgate").getAbsolutePath(), "replay"));
        command.addAll(FILTER);
        command.addAll(List.of(more));
        command.addAll(installation.databaseSettings());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static JsonNode command(Installation installation, String... more) throws Exception {
        return result(start(installation, more));
    }

    /** Once it has set some back; as Ctrl-C does, but by SIGTERM: what runs in the background may ignore SIGINT. */
    private static JsonNode stopped(Installation installation) throws Exception {
        Process replay = start(installation);
        await("some are set back")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> notDead(installation) > 0);
        replay.toHandle().destroy();
        return result(replay);
    }

    private static JsonNode result(Process process) throws Exception {
        String printed = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return new ObjectMapper().readTree(printed);
    }

    private static void storeDead(Installation installation) throws SQLException {
        try (var connection = installation.database().connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, payload, status, attempts)
                        SELECT 'evt_dead' || i, ?, 'default', now(), now(), now(),
                               convert_to(replace(?, 'evt_dead', 'evt_dead' || i), 'UTF8'), 'DEAD', 20
                        FROM generate_series(1, ?) AS i""")) {
            insert.setString(1, TYPE);
            insert.setString(2, Sender.body("evt_dead", TYPE));
            insert.setInt(3, EVENTS);
            insert.executeUpdate();
        }
    }
}

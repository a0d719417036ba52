package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.BrokerProcess;
import io.tollgate.support.Deaths;
import io.tollgate.support.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many dead letters are sent back by the command; it is killed half way, and is run again. */
@Timeout(900)
class DeadLettersIT {
    private static final int MESSAGES = Integer.getInteger("faults.dead-letters", 100_000);
    private static final int BATCH = 500;
    private static final String QUEUE = "stripe.disputes";
    private static final Figures FIGURES = new Figures(
            "dead-letters",
            "dead letters",
            "before the kill",
            "of them recorded",
            "after it",
            "messages/s",
            "messages",
            "lost",
            "duplicates",
            "left");

    @Test
    void noneIsLostAndNoneDoubledThoughItWasKilledHalfWay(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        try (Installation installation = new Installation(directory)) {
            // for the tables
            installation.startGateway(List.of());
            try (Deaths deaths = new Deaths(installation.broker().url(), BrokerProcess.USER, BrokerProcess.PASSWORD)) {
                deaths.ofMany(QUEUE, MESSAGES, i -> "charge.dispute.created");
            }

            installation.alerts().awaitBegan("dead-letters");
            Process killed = start(installation);
            await("half of them are sent back")
                    .atMost(Duration.ofSeconds(300))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> recorded(installation) >= MESSAGES / 2);
            Signals.kill(killed);
            long recorded = recorded(installation);
            long start = System.nanoTime();
            JsonNode rest = result(start(installation));
            double seconds = Moment.since(start).toMillis() / 1e3;
            long after = rest.path("count").asLong();

            try (Receipts back = new Receipts(installation.broker(), QUEUE);
                    Receipts left = new Receipts(installation.broker(), "DLQ." + QUEUE)) {
                await("each is back")
                        .atMost(Duration.ofSeconds(120))
                        .until(() ->
                                back.receivedAt().size() + left.receivedAt().size() >= MESSAGES);
                int ids = back.receivedAt().size();
                FIGURES.add(
                        MESSAGES,
                        MESSAGES - after,
                        recorded,
                        after,
                        Math.round(after / seconds),
                        back.messages(),
                        MESSAGES - ids - left.receivedAt().size(),
                        back.messages() - ids,
                        left.messages());
                assertThat(rest.path("complete").asBoolean()).isTrue();
                assertThat(ids).isEqualTo(MESSAGES);
                assertThat(back.messages()).isEqualTo(MESSAGES);
                assertThat(left.messages()).isZero();
                assertThat(MESSAGES - after).isBetween(recorded, recorded + BATCH);
                assertThat(after).isPositive();
                installation.alerts().mustHaveToldOnce("dead-letters");
            }
        }
    }

    private static long recorded(Installation installation) {
        return installation.query("SELECT coalesce(sum(replayed), 0) FROM tollgate.replay");
    }

    private static Process start(Installation installation) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                new File("tollgate").getAbsolutePath(),
                "dlq",
                "retry",
                "--queue=" + QUEUE,
                "--json",
                "--spring.activemq.broker-url=" + installation.broker().url(),
                "--spring.activemq.user=" + BrokerProcess.USER,
                "--spring.activemq.password=" + BrokerProcess.PASSWORD));
        command.addAll(installation.databaseSettings());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static JsonNode result(Process process) throws Exception {
        String printed = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return new ObjectMapper().readTree(printed);
    }
}

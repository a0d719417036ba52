package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the gateway at random moments, under load; the property {@code faults.kills} says how often. */
@Timeout(1800)
class GatewayKilledIT {
    private static final int KILLS = Integer.getInteger("faults.kills", 10);

    @Test
    void losesNothingThatItAcknowledged(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        try (Installation installation = new Installation(directory)) {
            GatewayProcess gateway = installation.startGateway(Installation.SHORT_LEASE);
            Load load = new Load("kill", gateway::port).withBadEvents().start(200);
            for (int kill = 0; kill < KILLS; kill++) {
                int before = load.answeredWith(200).size();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> load.answeredWith(200).size() > before + 300);
                long moment = System.nanoTime() + ThreadLocalRandom.current().nextLong(3_000_000_000L);
                await().atMost(Duration.ofSeconds(10))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> System.nanoTime() > moment);
                Signals.kill(gateway.process());
                gateway.start();
            }
            load.close();
            installation.awaitSettled(Duration.ofSeconds(120));

            Ledger ledger = Ledger.of(installation, load)
                    .print("`kill -9` of the gateway, " + KILLS + " times")
                    .mustBalance()
                    .mustHaveBadEvents();
            assertThat(ledger.dead()).isEmpty();
            assertThat(ledger.duplicates()).isLessThanOrEqualTo(KILLS * Installation.IN_FLIGHT);
        }
    }
}

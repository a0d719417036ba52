package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a gateway jumps under load: nothing waits as long as the jump was. */
@Timeout(300)
class ClockJumpIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @BeforeEach
    void needsFaketime() throws IOException {
        FakeClock.assume();
    }

    @Test
    void aClockThatJumpsHoldsNothingUp() throws Exception {
        try (Installation installation = new Installation(directory)) {
            FakeClock clock = new FakeClock(directory.resolve("clock"));
            GatewayProcess gateway = installation.gateway(Installation.SHORT_LEASE);
            clock.setFor(gateway);
            gateway.start();
            Load load = new Load("jump", gateway::port, clock::now).start(50);
            awaitRouted(installation, load);
            for (Duration offset : List.of(HOUR, Duration.ZERO, HOUR.negated(), Duration.ZERO, YEAR, Duration.ZERO)) {
                jumpWhileSomeWait(installation, load, () -> clock.jump(offset));
                awaitRouted(installation, load);
            }
            load.close();
            installation.awaitSettled(SOON);

            Ledger ledger = Ledger.of(installation, load)
                    .print("the clock jumps by 1 hour and by a year, there and back")
                    .mustBalance();
            assertThat(ledger.dead()).isEmpty();
            assertThat(ledger.duplicates())
                    .as("a frozen broker may commit late")
                    .isLessThanOrEqualTo(6 * Installation.IN_FLIGHT);
        }
    }

    @Test
    void twoGatewaysAnHourApartShareOneDatabase() throws Exception {
        try (Installation installation = new Installation(directory)) {
            FakeClock clock = new FakeClock(directory.resolve("clock"));
            clock.jump(HOUR);
            GatewayProcess right = installation.gateway(Installation.SHORT_LEASE);
            GatewayProcess ahead = installation.gateway(Installation.SHORT_LEASE);
            clock.setFor(ahead);
            right.start();
            ahead.start();
            Load toRight = new Load("right", right::port).start(50);
            Load toAhead = new Load("ahead", ahead::port, clock::now).start(50);
            for (Load load : List.of(toRight, toAhead)) {
                awaitAnswers(load, 1000);
            }
            toAhead.close();
            toRight.close();
            installation.awaitSettled(SOON);

            Ledger ledger = Ledger.of(installation, toRight, toAhead)
                    .print("two gateways, their clocks an hour apart")
                    .mustBalance();
            assertThat(ledger.dead()).isEmpty();
            assertThat(ledger.duplicates()).isLessThanOrEqualTo(Installation.IN_FLIGHT);
        }
    }

    private interface Jump {
        void run() throws IOException;
    }

    /** The broker stands still at that moment, so that there are entries whose times were set before the jump. */
    private static void jumpWhileSomeWait(Installation installation, Load load, Jump jump) throws IOException {
        Signals.freeze(installation.broker().process());
        awaitAnswers(load, load.answeredWith(200).size() + 50);
        jump.run();
        Signals.thaw(installation.broker().process());
    }

    /** Returns once what was sent by now is routed, and a hundred more besides. */
    private static void awaitRouted(Installation installation, Load load) {
        int sent = load.sent();
        awaitAnswers(load, load.answeredWith(200).size() + 100);
        await("what was stored before is routed")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING'"
                                + " AND CAST(substring(id FROM '[0-9]+') AS integer) < " + sent)
                        == 0);
    }

    private static void awaitAnswers(Load load, int count) {
        await(count + " are acknowledged")
                .atMost(SOON.plus(SOON))
                .until(() -> load.answeredWith(200).size() >= count);
    }
}

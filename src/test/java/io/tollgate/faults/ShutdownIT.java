package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: a deployment is not a fault, so it doubles nothing either. */
@Timeout(600)
class ShutdownIT {
    private static final Duration EXIT_WITHIN = Duration.ofSeconds(20);

    private Installation installation;

    @BeforeEach
    void install(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        installation = new Installation(directory);
    }

    @AfterEach
    void close() throws Exception {
        installation.close();
    }

    @Test
    void requestsInFlightAreAnsweredAndNoClaimIsLeftBehind() throws Exception {
        GatewayProcess gateway = installation.startGateway(List.of());
        Load load = new Load("term", gateway::port).withBadEvents().start(100);
        awaitAcknowledged(load, 500);

        // a commit that takes a second, so that there is something in flight
        Signals.freeze(installation.database().process());
        int frozen = load.sent();
        await().atMost(Duration.ofSeconds(10)).until(() -> load.sent() > frozen + 50);
        List<Delivery> inFlight = load.deliveries().which(request -> request.status() == Delivery.NONE);
        long start = System.nanoTime();
        gateway.process().destroy();
        await().atMost(Duration.ofSeconds(10)).until(() -> Moment.since(start).toMillis() > 500);
        Signals.thaw(installation.database().process());
        gateway.process().waitFor();
        Duration exit = Moment.since(start);
        load.close();
        assertThat(inFlight).as("requests in flight").hasSizeGreaterThan(20);
        assertThat(inFlight)
                .as("in flight at SIGTERM")
                .allMatch(request -> request.status() == 200 || request.status() == 503, "answered 200 or 503");
        assertThat(exit).isLessThan(EXIT_WITHIN);
        assertThat(installation.query("SELECT count(*) FROM tollgate.inbox WHERE claim IS NOT NULL"))
                .as("claims left behind")
                .isZero();

        gateway.start();
        installation.awaitSettled(Duration.ofSeconds(60));
        Ledger ledger = Ledger.of(installation, load)
                .print("SIGTERM (exit after " + exit.toMillis() + " ms)")
                .mustBalance()
                .mustHaveBadEvents();
        assertThat(ledger.dead()).isEmpty();
        assertThat(ledger.duplicates()).isZero();
    }

    @Test
    void aRollingRestartOfTwoLosesAndDoublesNothing() throws Exception {
        GatewayProcess first = installation.startGateway(List.of());
        GatewayProcess second = installation.startGateway(List.of());
        Load load = new Load("rolling", () -> (takesTraffic(first) ? first : second).port())
                .withBadEvents()
                .start(100);
        awaitAcknowledged(load, 500);
        for (GatewayProcess gateway : List.of(first, second)) {
            assertThat(gateway.stop()).isLessThan(EXIT_WITHIN);
            gateway.start();
            awaitAcknowledged(load, load.answeredWith(200).size() + 300);
        }
        load.close();
        installation.awaitSettled(Duration.ofSeconds(60));

        Ledger ledger = Ledger.of(installation, load)
                .print("rolling restart of two gateways")
                .mustBalance()
                .mustHaveBadEvents();
        assertThat(ledger.dead()).isEmpty();
        assertThat(ledger.duplicates()).isZero();
    }

    /** What a load balancer would say a moment after SIGTERM. */
    private static boolean takesTraffic(GatewayProcess gateway) {
        return gateway.isAlive() && gateway.wasReady();
    }

    private static void awaitAcknowledged(Load load, int count) {
        await("events are acknowledged")
                .atMost(Duration.ofSeconds(120))
                .until(() -> load.answeredWith(200).size() >= count);
    }
}

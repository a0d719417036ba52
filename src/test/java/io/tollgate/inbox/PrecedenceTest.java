package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    private double load = 0.95;
    private final Precedence precedence = new Precedence(() -> load);

    @Test
    void theRelayDoesNotWaitWhileBatchesAreSmall() {
        store(100, 15);

        assertThat(millisUntilItsTurn(100)).isLessThan(200);
    }

    @Test
    void itWaitsForEightStoredEventsEachWhileBatchesAreLarge() throws Exception {
        store(20, 64);
        Thread relay = new Thread(() -> precedence.awaitTurn(16));
        relay.start();
        await().pollInterval(Duration.ofMillis(1)).until(() -> relay.getState() == Thread.State.TIMED_WAITING);

        long begin = System.nanoTime();
        store(2, 64);
        relay.join();
        assertThat(Duration.ofNanos(System.nanoTime() - begin).toMillis()).isLessThan(350);
    }

    /** As on a disk that takes 10 ms to commit: at 1,500 events/s the relay would fall behind, and never catch up. */
    @Test
    void itDoesNotWaitForALargeBatchOfAProcessorThatIsIdle() {
        load = 0.4;
        store(50, 64);

        assertThat(millisUntilItsTurn(1_000_000)).isLessThan(200);
    }

    @Test
    void oneLargeBatchIsNoBurst() {
        store(1, 64);

        assertThat(millisUntilItsTurn(1_000_000)).isLessThan(200);
    }

    @Test
    void itHasATurnAfterAWhileHoweverLittleIsStored() {
        store(20, 64);

        assertThat(millisUntilItsTurn(1_000_000)).isBetween(390L, 5_000L);
    }

    @Test
    void itGoesOnAtOnceWhenNothingWaits() throws Exception {
        store(20, 64);
        Thread relay = new Thread(() -> precedence.awaitTurn(1_000_000));
        relay.start();
        await().pollInterval(Duration.ofMillis(1)).until(() -> relay.getState() == Thread.State.TIMED_WAITING);

        precedence.idle();
        relay.join(200);
        assertThat(relay.isAlive()).isFalse();
        assertThat(millisUntilItsTurn(100)).isLessThan(200);
    }

    @Test
    void onceItWaitsItDoesUntilTheBatchesAreMuchSmaller() {
        store(20, 64);
        store(100, 12);
        assertThat(millisUntilItsTurn(1_000_000)).isGreaterThanOrEqualTo(390);

        store(100, 8);
        assertThat(millisUntilItsTurn(1_000_000)).isLessThan(200);
    }

    private void store(int batches, int events) {
        for (int i = 0; i < batches; i++) {
            precedence.stored(events);
        }
    }

    private long millisUntilItsTurn(int events) {
        long begin = System.nanoTime();
        precedence.awaitTurn(events);
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}

package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final Watchdog watchdog = new Watchdog(Duration.ofMillis(200), Duration.ofMillis(200));
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean aborted;
    private volatile boolean abandoned;

    @AfterEach
    void close() {
        watchdog.close();
    }

    private final Watchdog.Watched attempt = new Watchdog.Watched() {
        @Override
        public List<Runnable> aborts() {
            return List.of(WatchdogTest.this::block, () -> aborted = true);
        }

        @Override
        public void abandoned() {
            abandoned = true;
            block();
        }
    };

    private void block() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAbortThatBlocksHoldsUpNeitherTheOthersNorTheEndOfTheWatch() {
        Watchdog.Watch first = watchdog.watch(attempt);
        Watchdog.Watch second = watchdog.watch(attempt);
        while (!first.expired() || !second.expired()) {
            Thread.onSpinWait();
        }
        first.close();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        await().until(() -> aborted && abandoned);
        assertThat(first.abandoned()).isFalse();
        assertThat(second.abandoned()).isTrue();
    }

    @Test
    void leavesAnAttemptAloneThatEndsInTime() {
        watchdog.watch(attempt).close();
        await().during(Duration.ofSeconds(1)).until(() -> !aborted && !abandoned);
    }
}

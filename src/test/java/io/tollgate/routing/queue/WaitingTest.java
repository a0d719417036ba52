package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Messages that wait for a retry are in memory; so they are bounded, in number and in bytes. */
class WaitingTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final Waiting waiting = new Waiting(now::get);

    @Test
    void isFullOfManyMessagesUntilOneIsDue() {
        for (int i = 0; i < 499; i++) {
            waiting.add(Duration.ofSeconds(10), 100);
        }
        assertThat(waiting.isFull()).isFalse();
        waiting.add(Duration.ofSeconds(1), 100);
        assertThat(waiting.isFull()).isTrue();

        now.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(waiting.isFull()).isFalse();
    }

    @Test
    void isFullOfLargeOnesTooAndOfNoneAgainAfterwards() {
        waiting.add(Duration.ofSeconds(1), 20 << 20);
        waiting.add(Duration.ofSeconds(2), 20 << 20);
        assertThat(waiting.isFull()).isTrue();

        now.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(waiting.isFull()).isFalse();
        waiting.add(Duration.ofSeconds(1), 20 << 20);
        assertThat(waiting.isFull()).isFalse();
    }

    @Test
    void whoIsToldToStopWaitsNoLonger() {
        waiting.add(Duration.ofDays(1), 64 << 20);
        AtomicInteger asked = new AtomicInteger();

        waiting.awaitRoom(() -> asked.incrementAndGet() < 3);

        assertThat(asked).hasValue(3);
    }
}

package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Retries take no more of a flow's time than the messages that have not failed. */
class TurnsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final Turns turns = new Turns(now::get);

    private void took(boolean retry, long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
        turns.took(retry, Duration.ofMillis(millis).toNanos());
    }

    @Test
    void shortRetriesFollowEachOther() {
        for (int retry = 0; retry < 10; retry++) {
            assertThat(turns.pause()).isZero();
            took(true, 50);
        }
        assertThat(turns.pause()).isZero();
        took(true, 1);
        assertThat(turns.pause()).isEqualTo(Turns.MOST);
    }

    @Test
    void afterALongRetryAllOthersPassUntilTheyHaveHadAsMuchTime() {
        took(true, 10_000);
        assertThat(turns.pause()).isEqualTo(Turns.MOST);
        took(false, 4_000);
        assertThat(turns.pause()).isEqualTo(Turns.MOST);
        took(false, 4_000);
        assertThat(turns.pause()).isEqualTo(Turns.MOST);
        took(false, 4_000);
        assertThat(turns.pause()).isZero();
    }

    @Test
    void aFewShortOnesHoldUpNoRetryForLongerThanTheLastOneTook() {
        for (long[] times : new long[][] {{3_000, 3_500}, {30_000, 10_500}}) {
            took(true, times[0]);
            long since = now.get();
            while (!turns.pause().isZero()) {
                now.addAndGet(Duration.ofMillis(200).toNanos());
                took(false, 2);
            }
            assertThat(now.get() - since).isLessThan(Duration.ofMillis(times[1]).toNanos());
        }
    }

    @Test
    void whereNobodyElseComesTheNextRetryDoes() {
        took(true, 10_000);
        assertThat(turns.pause()).isEqualTo(Turns.MOST);
        now.addAndGet(Turns.MOST.toNanos());
        assertThat(turns.pause()).isZero();
        took(true, 100);
        assertThat(turns.pause()).isZero();
    }
}

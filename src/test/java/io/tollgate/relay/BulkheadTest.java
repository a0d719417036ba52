package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Duration QUICK = Duration.ofMillis(3);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Bulkhead bulkhead = new Bulkhead(100, nanos::get);

    @Test
    void aTypeThatFailsHasBatchesOfItsOwnThatGrowUntilItIsBack() {
        bulkhead.failed("a", 100, true, QUICK);
        assertThat(bulkhead.isolatedTypes()).containsExactly("a");
        assertThat(bulkhead.failingTypes()).as("one bad event is no outage").isEmpty();

        for (int size : new int[] {1, 2, 4, 8, 16, 32, 64}) {
            assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", size));
            bulkhead.routed("a", size, true);
        }
        assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", 100));
        bulkhead.routed("a", 100, true);
        assertThat(bulkhead.isolatedTypes()).isEmpty();
        assertThat(bulkhead.due()).isEmpty();
    }

    @Test
    void isBackAtOnceWhenNothingMoreWaits() {
        bulkhead.failed("a", 100, true, QUICK);
        bulkhead.routed("a", 1, true);
        bulkhead.routed("a", 1, true);
        assertThat(bulkhead.isolatedTypes()).isEmpty();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureOfASingleOne() {
        bulkhead.failed("a", 100, true, QUICK);
        for (int seconds : new int[] {1, 2, 4, 5, 5}) {
            assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", 1));
            bulkhead.failed("a", 1, true, QUICK);
            assertThat(bulkhead.failingTypes()).containsExactly("a");
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(bulkhead.due()).isEmpty();
            pass(Duration.ofNanos(1));
        }
        bulkhead.routed("a", 1, true);
        assertThat(bulkhead.failingTypes()).isEmpty();
        assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", 2));
    }

    @Test
    void aFailureInALargerBatchMakesItSmallWithoutAWait() {
        bulkhead.failed("a", 100, true, QUICK);
        bulkhead.routed("a", 1, true);
        bulkhead.routed("a", 2, true);
        bulkhead.failed("a", 4, true, QUICK);
        assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", 1));
    }

    @Test
    void aRetryThatFailsAgainDelaysNothing() {
        bulkhead.failed("a", 1, false, QUICK);
        bulkhead.failed("a", 1, false, QUICK);
        assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", 1));
        assertThat(bulkhead.failingTypes()).isEmpty();
    }

    @Test
    void aRetryThatSucceedsEndsTheWait() {
        bulkhead.failed("a", 100, true, QUICK);
        bulkhead.failed("a", 1, true, QUICK);
        assertThat(bulkhead.due()).isEmpty();
        bulkhead.routed("a", 1, false);
        assertThat(bulkhead.due()).containsExactly(new Bulkhead.OwnBatch("a", 1));
    }

    @Test
    void tellsTheEndOfAnOutageFromThatOfAFewBadEvents() {
        bulkhead.failed("a", 100, true, QUICK);
        for (int i = 0; i < 9; i++) {
            bulkhead.failed("a", 1, true, QUICK);
        }
        assertThat(bulkhead.routed("a", 1, true)).isFalse();

        for (int i = 0; i < 10; i++) {
            bulkhead.failed("a", 1, true, QUICK);
        }
        assertThat(bulkhead.routed("a", 1, false)).isTrue();
        assertThat(bulkhead.routed("a", 1, true)).isFalse();
    }

    @Test
    void aFlowThatHangsWaitsLongerThanItHangs() {
        bulkhead.failed("a", 100, true, QUICK);
        bulkhead.failed("a", 1, true, Duration.ofSeconds(30));
        pass(Duration.ofSeconds(119));
        assertThat(bulkhead.due()).isEmpty();
        assertThat(bulkhead.waitingTypes()).containsExactly("a");
        pass(Duration.ofSeconds(1));
        assertThat(bulkhead.due()).hasSize(1);
        assertThat(bulkhead.waitingTypes()).isEmpty();
    }

    @Test
    void oneTypeDoesNotKeepTheOthersFromTheirTurn() {
        bulkhead.failed("a", 100, true, QUICK);
        pass(Duration.ofMillis(1));
        bulkhead.failed("b", 100, true, QUICK);
        pass(Duration.ofMillis(1));
        assertThat(bulkhead.due()).extracting(Bulkhead.OwnBatch::type).containsExactly("a", "b");
        bulkhead.routed("a", 1, true);
        assertThat(bulkhead.due()).extracting(Bulkhead.OwnBatch::type).containsExactly("b", "a");
        bulkhead.empty("b");
        assertThat(bulkhead.isolatedTypes()).containsExactly("a");
    }

    @Test
    void whatWasInFlightWhenItsTypeFailedSaysLittle() {
        bulkhead.routed("a", 100, true);
        assertThat(bulkhead.isolatedTypes()).isEmpty();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Set<String> NONE = Set.of();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Bulkhead bulkhead = new Bulkhead(100, nanos::get);

    @Test
    void aTypeThatFailsHasBatchesOfItsOwnThatGrowUntilItIsBack() {
        bulkhead.failed("a", 100, true);
        assertThat(bulkhead.isolatedTypes()).containsExactly("a");
        assertThat(bulkhead.failingTypes()).as("one bad event is no outage").isEmpty();

        for (int size : new int[] {1, 2, 4, 8, 16, 32, 64}) {
            assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", size));
            bulkhead.routed("a", size, true);
        }
        assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", 100));
        bulkhead.routed("a", 100, true);
        assertThat(bulkhead.isolatedTypes()).isEmpty();
        assertThat(bulkhead.next(NONE)).isNull();
    }

    @Test
    void isBackAtOnceWhenNothingMoreWaits() {
        bulkhead.failed("a", 100, true);
        bulkhead.routed("a", 1, true);
        bulkhead.routed("a", 1, true);
        assertThat(bulkhead.isolatedTypes()).isEmpty();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureOfASingleOne() {
        bulkhead.failed("a", 100, true);
        for (int seconds : new int[] {1, 2, 4, 5, 5}) {
            assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", 1));
            bulkhead.failed("a", 1, true);
            assertThat(bulkhead.failingTypes()).containsExactly("a");
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(bulkhead.next(NONE)).isNull();
            pass(Duration.ofNanos(1));
        }
        bulkhead.routed("a", 1, true);
        assertThat(bulkhead.failingTypes()).isEmpty();
        assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", 2));
    }

    @Test
    void aFailureInALargerBatchMakesItSmallWithoutAWait() {
        bulkhead.failed("a", 100, true);
        bulkhead.routed("a", 1, true);
        bulkhead.routed("a", 2, true);
        bulkhead.failed("a", 4, true);
        assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", 1));
    }

    @Test
    void aRetryThatFailsAgainDelaysNothing() {
        bulkhead.failed("a", 1, false);
        bulkhead.failed("a", 1, false);
        assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", 1));
        assertThat(bulkhead.failingTypes()).isEmpty();
    }

    @Test
    void aRetryThatSucceedsEndsTheWait() {
        bulkhead.failed("a", 100, true);
        bulkhead.failed("a", 1, true);
        assertThat(bulkhead.next(NONE)).isNull();
        bulkhead.routed("a", 1, false);
        assertThat(bulkhead.next(NONE)).isEqualTo(new Bulkhead.OwnBatch("a", 1));
    }

    @Test
    void tellsTheEndOfAnOutageFromThatOfAFewBadEvents() {
        bulkhead.failed("a", 100, true);
        bulkhead.failed("a", 1, true);
        pass(Duration.ofSeconds(59));
        bulkhead.failed("a", 1, true);
        assertThat(bulkhead.routed("a", 1, true)).isFalse();

        bulkhead.failed("a", 2, true);
        pass(Duration.ofMinutes(5));
        bulkhead.failed("a", 1, true);
        bulkhead.failed("a", 1, true);
        pass(Duration.ofSeconds(60));
        assertThat(bulkhead.routed("a", 1, false)).isTrue();
        assertThat(bulkhead.routed("a", 1, true)).isFalse();
    }

    @Test
    void oneTypeDoesNotKeepTheOthersFromTheirTurn() {
        bulkhead.failed("a", 100, true);
        pass(Duration.ofMillis(1));
        bulkhead.failed("b", 100, true);
        assertThat(bulkhead.next(NONE).type()).isEqualTo("a");
        assertThat(bulkhead.next(Set.of("a")).type()).as("a is held back").isEqualTo("b");
        pass(Duration.ofMillis(1));
        bulkhead.routed("a", 1, true);
        assertThat(bulkhead.next(NONE).type()).isEqualTo("b");
        bulkhead.empty("b");
        assertThat(bulkhead.next(NONE).type()).isEqualTo("a");
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

package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TIME = Duration.ofMinutes(1);
    private static final long BATCH = Duration.ofMillis(5).toNanos();

    @Test
    void isDoneWhenItsTimeIsOverHoweverMuchThereIs() {
        assertThat(secondsFor(1_000)).as("little").isBetween(50L, 62L);
        assertThat(secondsFor(4_000)).as("much").isBetween(50L, 62L);
    }

    @Test
    void restsAsLongAsItWorksWhenThereIsTooMuchForItsTime() {
        assertThat(secondsFor(20_000)).isBetween(200L, 205L);
    }

    @Test
    void restsLongWhenThereIsNextToNothing() {
        assertThat(secondsFor(10)).isLessThan(2);
    }

    /** Batches that are spread evenly over a stretch of an hour. */
    private static long secondsFor(int batches) {
        Pace pace = new Pace(TIME, START.plus(Duration.ofHours(1)));
        Duration each = Duration.ofHours(1).dividedBy(batches);
        long nanos = 0;
        for (int i = 0; i < batches; i++) {
            nanos += BATCH;
            nanos += (long) (pace.rest(START.plus(each.multipliedBy(i)), nanos) * BATCH);
        }
        return Duration.ofNanos(nanos).toSeconds();
    }
}

package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long MILLI = 1_000_000;
    private final Pacing pacing = new Pacing(16, Duration.ofMillis(10));

    @Test
    void restsAsLongAsASmallBatchTook() {
        assertThat(pacing.nanos(1, 3 * MILLI)).isEqualTo(3 * MILLI);
        assertThat(pacing.nanos(15, 3 * MILLI)).isEqualTo(3 * MILLI);
        assertThat(pacing.nanos(15, 30_000 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void goesOnAfterALargeOneAndAfterNone() {
        assertThat(pacing.nanos(16, 3 * MILLI)).isZero();
        assertThat(pacing.nanos(0, 3 * MILLI)).isZero();
    }
}

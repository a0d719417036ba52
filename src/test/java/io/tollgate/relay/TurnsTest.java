package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Turns turns = new Turns(2);

    @Test
    void nothingIsBesideOneAlone() {
        try (var alone = turns.alone(LONG, () -> false)) {
            assertThat(alone).isNotNull();
            assertThat(turns.beside(SHORT, () -> false)).isNull();
            assertThat(turns.alone(SHORT, () -> false)).isNull();
        }
        try (var one = turns.beside(LONG, () -> false);
                var two = turns.beside(LONG, () -> false)) {
            assertThat(one).isNotNull();
            assertThat(two).isNotNull();
            assertThat(turns.alone(SHORT, () -> false)).isNull();
        }
    }

    @Test
    void isGivenBackOnce() {
        var turn = turns.beside(LONG, () -> false);
        turn.close();
        turn.close();
        turns.beside(LONG, () -> false);
        assertThat(turns.alone(SHORT, () -> false)).isNull();
        assertThat(turns.beside(SHORT, () -> false)).isNotNull();
        assertThat(turns.beside(SHORT, () -> false)).isNull();
    }

    @Test
    void aStopEndsTheWait() {
        turns.beside(LONG, () -> false);
        long end = System.nanoTime() + SHORT.toNanos();
        assertThat(turns.alone(LONG, () -> System.nanoTime() > end)).isNull();
        assertThat(System.nanoTime() - end).isLessThan(LONG.dividedBy(2).toNanos());
    }
}

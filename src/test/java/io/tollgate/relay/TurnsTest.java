package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
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
    void oneAloneComesAboutHoweverBusyTheOthersAre() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> busy = Stream.generate(() -> new Thread(() -> {
                    while (!done.get()) {
                        var turn = turns.beside(LONG, done::get);
                        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                        if (turn != null) {
                            turn.close();
                        }
                    }
                }))
                .limit(2)
                .toList();
        busy.get(0).start();
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        busy.get(1).start();
        try (var alone = turns.alone(Duration.ofSeconds(10), () -> false)) {
            assertThat(alone).isNotNull();
        } finally {
            done.set(true);
            for (Thread thread : busy) {
                thread.join();
            }
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

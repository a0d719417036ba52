package io.tollgate.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** How long a fault lasts. */
final class Moment {
    private Moment() {}

    /** Returns after {@code length}; runs {@code observation} about once a second until then. */
    static void lasting(Duration length, Runnable observation) {
        long end = System.nanoTime() + length.toNanos();
        await("the fault lasts " + length)
                .atMost(length.plusSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    observation.run();
                    return System.nanoTime() >= end;
                });
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}

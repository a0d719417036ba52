package io.tollgate.inbox;

import java.time.Duration;

/**
 * The moment a request had arrived. What may wait for it is reckoned from here, not from when a thread takes it up.
 *
 * @param nanoTime by {@link System#nanoTime}, which does not jump when the clock is set
 */
public record Arrival(long nanoTime) {
    public static Arrival now() {
        return new Arrival(System.nanoTime());
    }

    /** What is left of a span that began with the arrival; zero or less when nothing is. */
    Duration left(Duration span) {
        return span.minusNanos(System.nanoTime() - nanoTime);
    }
}

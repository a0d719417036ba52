package io.tollgate.inbox;

import java.time.Duration;
import java.time.Instant;

/**
 * How long retention rests after each batch: so that it reaches the end of what is old when its time is over, however
 * much that is, and not much sooner.
 */
final class Pace {
    /** Rests this many times as long as a batch took when there is little to do: a twentieth of the time it works. */
    private static final double SLOWEST = 19;
    /** And at most half of the time, whatever there is to do. */
    private static final double FASTEST = 1;

    private final long nanos;
    private final Instant until;
    private Instant from;
    private double rest = SLOWEST;

    /**
     * @param time in which it should be done
     * @param until what was settled before then is old
     */
    Pace(Duration time, Instant until) {
        this.nanos = Math.max(1, time.toNanos());
        this.until = until;
    }

    /**
     * How often as long as its batch took it rests now.
     *
     * @param reached when the newest of the last batch was settled
     * @param nanos how long it has been at it
     */
    double rest(Instant reached, long nanos) {
        from = from == null ? reached : from;
        double done = share(
                Duration.between(from, reached).toNanos(),
                Duration.between(from, until).toNanos());
        boolean late = done < share(nanos, this.nanos);
        rest = late ? Math.max(FASTEST, rest / 1.5) : Math.min(SLOWEST, rest * 1.5);
        return rest;
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 1 : (double) part / whole;
    }
}

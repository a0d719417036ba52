package io.tollgate.inbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives others time to join the next batch. A commit costs about as much as ten events in it, so at a steady rate many
 * small ones would take the processor from everything else. After a small batch its thread rests for as long as the batch
 * took: so the busier the machine, the larger the batches.
 */
public final class Pacing {
    private final int enough;
    private final long longest;

    /**
     * @param enough a batch of so many is followed by the next at once
     * @param longest the longest rest
     */
    public Pacing(int enough, Duration longest) {
        this.enough = enough;
        this.longest = longest.toNanos();
    }

    /** Rests after a batch that has taken {@code nanos}. */
    public void rest(int events, long nanos) {
        LockSupport.parkNanos(nanos(events, nanos));
    }

    long nanos(int events, long nanos) {
        return events > 0 && events < enough ? Math.min(nanos, longest) : 0;
    }
}

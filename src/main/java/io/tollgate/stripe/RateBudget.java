package io.tollgate.stripe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What this process may ask of Stripe, whoever in it asks: one request after the other, evenly, and none for a while when told so. */
final class RateBudget {
    private final long intervalNanos;
    private long next = System.nanoTime();

    /** @param rate requests a second */
    RateBudget(int rate) {
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    /** Waits for the next turn. */
    void take() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(reserve());
    }

    private synchronized long reserve() {
        long now = System.nanoTime();
        long at = Math.max(now, next);
        next = at + intervalNanos;
        return at - now;
    }

    /** Stripe says that there are too many: nobody asks for so long. */
    synchronized void rest(Duration pause) {
        next = Math.max(next, System.nanoTime() + pause.toNanos());
    }
}

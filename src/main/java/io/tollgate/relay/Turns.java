package io.tollgate.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Who may attempt something in this process: one beside others, or one alone. A turn is taken before the claim, so that
 * nothing waits for its turn while its lease runs out, or is claimed while a suspect takes the process down.
 */
final class Turns {
    private static final long SLICE_MILLIS = 200;

    private final int threads;
    private final Semaphore free;

    Turns(int threads) {
        this.threads = threads;
        this.free = new Semaphore(threads, true);
    }

    /** A turn beside others; null when there was none within {@code wait} or the relay stops. */
    Turn beside(Duration wait, BooleanSupplier stopping) {
        return take(1, wait, stopping);
    }

    /**
     * A turn while nothing else is attempted; null when there was none within {@code wait} or the relay stops. What
     * becomes free meanwhile is kept, so that it comes about however busy the others are.
     */
    Turn alone(Duration wait, BooleanSupplier stopping) {
        return take(threads, wait, stopping);
    }

    private Turn take(int count, Duration wait, BooleanSupplier stopping) {
        long end = System.nanoTime() + wait.toNanos();
        int taken = 0;
        try {
            while (taken < count && !stopping.getAsBoolean() && System.nanoTime() < end) {
                taken += free.tryAcquire(1, SLICE_MILLIS, TimeUnit.MILLISECONDS) ? 1 : 0;
            }
        } catch (InterruptedException e) {
            // Whoever interrupts a relay thread means an attempt; there is none.
            free.release(taken);
            return null;
        }
        if (taken < count) {
            free.release(taken);
            return null;
        }
        return new Turn(count);
    }

    /** Given back once, by the relay thread or by whoever settles its attempt for it. */
    final class Turn implements AutoCloseable {
        private final AtomicInteger held;

        private Turn(int count) {
            held = new AtomicInteger(count);
        }

        @Override
        public void close() {
            free.release(held.getAndSet(0));
        }
    }
}

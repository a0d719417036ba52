package io.tollgate.routing.queue;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The messages of one queue that wait for their next try. They do so in the client's memory; so once there are many, nothing more is
 * taken before one of them is due: the server that a flow calls may be away for a day.
 */
final class Waiting {
    private static final int MOST = 500;
    private static final long MOST_BYTES = 32 << 20;
    private static final long LOOK_NANOS = 20_000_000;

    /** @param dueNanos on the clock of {@code nanoTime} */
    private record Message(long dueNanos, long bytes) {}

    private final LongSupplier nanoTime;
    private final PriorityQueue<Message> messages =
            new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));

    private long bytes;

    Waiting(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void add(Duration delay, long size) {
        messages.add(new Message(nanoTime.getAsLong() + delay.toNanos(), size));
        bytes += size;
    }

    synchronized boolean isFull() {
        while (!messages.isEmpty() && messages.peek().dueNanos() - nanoTime.getAsLong() <= 0) {
            bytes -= messages.remove().bytes();
        }
        return messages.size() >= MOST || bytes >= MOST_BYTES;
    }

    /** Returns once there is room, or {@code goesOn} is false. */
    void awaitRoom(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean() && isFull() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}

package io.tollgate.inbox;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The ingress comes first: while more events come than small batches can store, and the processors are busy, the relay
 * waits for its turn. It has one for each few events that are stored, and at least a few a second, so that every type
 * moves on. Batches are large on a slow disk too; there the relay takes nothing from anybody, and would only fall behind.
 */
public final class Precedence {
    /** Of the events of a batch, smoothed: with fewer the writer has time to rest, and so have the processors. */
    private static final int PRESSED = 16;
    /** Below it while the relay waits: what comes then is no more than both can take. */
    private static final int RELEASED = 10;

    private static final double SMOOTHING = 0.2;
    /** So many are stored for each one that is routed meanwhile. */
    private static final int STORED_FOR_ONE = 8;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** Of all processors: the ingress alone, taking all it can, leaves a fifth of them idle between its commits. */
    private static final double BUSY = 0.75;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How much of the machine, or of the container, is in use, 0 to 1; negative when nobody knows. */
    private final DoubleSupplier load;

    private boolean busy = true;
    private long lookedAt = System.nanoTime() - LOOK_NANOS;
    private double batch;
    private boolean pressed;
    private long stored;
    private long turn;

    Precedence() {
        this(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad);
    }

    /** @param load of all processors since it was last asked, 0 to 1; negative when nobody knows */
    Precedence(DoubleSupplier load) {
        this.load = load;
    }

    /** A batch was stored. */
    synchronized void stored(int events) {
        batch += SMOOTHING * (events - batch);
        stored += events;
        press(batch >= (pressed ? RELEASED : PRESSED) && isBusy());
    }

    private boolean isBusy() {
        if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
            lookedAt = System.nanoTime();
            double now = load.getAsDouble();
            busy = now < 0 || now >= BUSY;
        }
        return busy;
    }

    /** Nothing waits to be stored. */
    synchronized void idle() {
        press(false);
    }

    private void press(boolean now) {
        pressed = now;
        turn = pressed ? turn : stored;
        notifyAll();
    }

    /** Returns when it is the turn of as many events: at once unless the ingress is pressed, and within 400 ms. */
    public synchronized void awaitTurn(int events) {
        long end = System.nanoTime() + LONGEST_NANOS;
        turn = Math.max(turn, stored) + (long) events * STORED_FOR_ONE;
        long mine = turn;
        try {
            for (long left = LONGEST_NANOS; pressed && stored < mine && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // Whoever stops the relay has told it so already; an attempt must not begin interrupted.
        }
    }
}

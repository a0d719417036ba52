package io.tollgate.inbox;

import java.util.concurrent.TimeUnit;

/**
 * The ingress comes first: while more events come than small batches can store, the relay waits for its turn. It has one
 * for each few events that are stored, and at least a few a second, so that every type moves on.
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

    private double batch;
    private boolean pressed;
    private long stored;
    private long turn;

    /** A batch was stored. */
    synchronized void stored(int events) {
        batch += SMOOTHING * (events - batch);
        stored += events;
        press(batch >= (pressed ? RELEASED : PRESSED));
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

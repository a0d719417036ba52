package io.tollgate.webhook;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Lets so much of large bodies be read at a time. The others wait, unread and without a thread, the smallest in front: what
 * a stranger pushes in by the megabyte takes no processor from the events of a few kilobytes, which wait for nobody here.
 */
final class LargeBodies {
    /** Bytes. Few of Stripe's events are larger. */
    static final int LARGE = 64 * 1024;

    /** For so long others wait for one. */
    private static final long UNDISTURBED_NANOS = 1_000_000_000;

    private final int mostBytes;
    private final Map<IncomingBody, Long> reading = new HashMap<>();
    private final Queue<WaitingBody> waiting = new PriorityQueue<>(
            Comparator.comparingInt((WaitingBody next) -> next.body().largest()));
    /** Bytes that those being read may come to. */
    private int taken;

    /** @param mostBytes of those that are read; or one of whatever size */
    LargeBodies(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** @return whether it may be read now; until it has {@link #leave left} */
    synchronized boolean enter(IncomingBody body) {
        if (reading.containsKey(body)) {
            return true;
        }
        if (body.hasEnded() || !hasRoomFor(body)) {
            return false;
        }
        take(body);
        return true;
    }

    /** Its body enters as soon as there is room. */
    synchronized void add(WaitingBody body) {
        if (!body.hasEnded()) {
            waiting.add(body);
            letIn();
        }
    }

    /** Harmless for what has never entered. */
    synchronized void leave(Upload body) {
        if (reading.remove(body) != null) {
            taken -= ((IncomingBody) body).largest();
            letIn();
        } else if (body instanceof WaitingBody) {
            waiting.remove(body);
        }
    }

    private void letIn() {
        while (!waiting.isEmpty() && hasRoomFor(waiting.peek().body())) {
            WaitingBody next = waiting.remove();
            if (next.goOn()) {
                take(next.body());
            }
        }
    }

    private boolean hasRoomFor(IncomingBody body) {
        return reading.isEmpty() || taken + body.largest() <= mostBytes;
    }

    private void take(IncomingBody body) {
        body.hasItsTurn();
        reading.put(body, System.nanoTime());
        taken += body.largest();
    }

    /** Whether none is read and none waits. */
    synchronized boolean isIdle() {
        return reading.isEmpty() && waiting.isEmpty() && taken == 0;
    }

    /** Ends what keeps others waiting; to be called several times a second. */
    void sweep() {
        Map<IncomingBody, Long> all;
        synchronized (this) {
            all = Map.copyOf(reading);
        }
        long now = System.nanoTime();
        all.forEach((body, since) -> {
            if (now - since > UNDISTURBED_NANOS) {
                makeRoom(body);
            }
        });
    }

    /** One that was let in and is not read yet has no answer to give; it asks again when it is. */
    private void makeRoom(IncomingBody body) {
        if (!body.hasBegun()) {
            leave(body);
        } else if (isAnyWaiting()) {
            body.giveWay();
        }
    }

    private synchronized boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }
}

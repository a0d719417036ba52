package io.tollgate.webhook;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets so much of large bodies be read at a time. The others wait, unread and without a thread: what a stranger pushes in by
 * the megabyte takes no processor from the events of a few kilobytes, which wait for nobody here. The next one is the smallest
 * and the oldest in turn, so that neither many nor large ones of strangers keep all others out.
 */
final class LargeBodies {
    /** Bytes. Few of Stripe's events are larger. */
    static final int LARGE = 64 * 1024;

    /** For so long others wait for one; less for one that sends nothing. */
    private static final long LONGEST_NANOS = 1_000_000_000;

    private static final Comparator<WaitingBody> SMALLEST =
            Comparator.comparingInt(next -> next.body().largest());

    private final int mostBytes;
    private final Map<IncomingBody, Turn> reading = new HashMap<>();
    private final Set<WaitingBody> waiting = new LinkedHashSet<>();
    private boolean oldestIsNext;
    /** Bytes that those being read may come to. */
    private int taken;

    private static final class Turn {
        private final long since = System.nanoTime();
        /** Bytes at the last look; negative before the first. Of the thread that sweeps, as all here. */
        private int received = -1;

        private int silentLooks;

        /** One silent look may be this process's own pause, after which nothing is read yet of what has come. */
        boolean stalls(IncomingBody body) {
            int before = received;
            received = body.received();
            silentLooks = received == before ? silentLooks + 1 : 0;
            return silentLooks > 1;
        }
    }

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
        while (!waiting.isEmpty()) {
            WaitingBody next = oldestIsNext ? waiting.iterator().next() : Collections.min(waiting, SMALLEST);
            if (!hasRoomFor(next.body())) {
                return;
            }
            waiting.remove(next);
            oldestIsNext = !oldestIsNext;
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
        reading.put(body, new Turn());
        taken += body.largest();
    }

    /** Whether none is read and none waits. */
    synchronized boolean isIdle() {
        return reading.isEmpty() && waiting.isEmpty() && taken == 0;
    }

    /** Ends what keeps others waiting; to be called several times a second, by one thread. */
    void sweep() {
        Map<IncomingBody, Turn> all;
        synchronized (this) {
            all = Map.copyOf(reading);
        }
        long now = System.nanoTime();
        all.forEach((body, turn) -> {
            boolean stalls = turn.stalls(body) && body.hasBegun();
            if (stalls || now - turn.since > LONGEST_NANOS) {
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

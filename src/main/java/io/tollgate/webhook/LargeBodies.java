package io.tollgate.webhook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets a few large bodies be read at a time. The others wait, unread and without a thread: what a stranger pushes in by the
 * megabyte takes no processor from the events of a few kilobytes, which wait for nobody here.
 */
final class LargeBodies {
    /** Bytes. Few of Stripe's events are larger. */
    static final int LARGE = 64 * 1024;

    /** For so long others wait for one. */
    private static final Duration UNDISTURBED = Duration.ofSeconds(1);

    private final int most;
    private final Map<Upload, Long> reading = new HashMap<>();
    private final Queue<WaitingBody> waiting = new ArrayDeque<>();

    LargeBodies(int most) {
        this.most = most;
    }

    /** @return whether it may be read now; until it has {@link #leave left} */
    synchronized boolean enter(Upload body) {
        if (body.hasEnded() || reading.size() >= most && !reading.containsKey(body)) {
            return false;
        }
        reading.putIfAbsent(body, System.nanoTime());
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
            letIn();
        } else if (body instanceof WaitingBody) {
            waiting.remove(body);
        }
    }

    private void letIn() {
        while (reading.size() < most && !waiting.isEmpty()) {
            WaitingBody next = waiting.remove();
            if (next.goOn()) {
                reading.put(next.body(), System.nanoTime());
            }
        }
    }

    /** Whether none is read and none waits. */
    synchronized boolean isIdle() {
        return reading.isEmpty() && waiting.isEmpty();
    }

    /** Ends what keeps others waiting; to be called several times a second. */
    void sweep() {
        Map<Upload, Long> all;
        synchronized (this) {
            all = Map.copyOf(reading);
        }
        long now = System.nanoTime();
        all.forEach((body, since) -> {
            if (now - since > UNDISTURBED.toNanos()) {
                makeRoom(body);
            }
        });
    }

    /** One that was let in and is not read yet has no answer to give; it asks again when it is. */
    private void makeRoom(Upload body) {
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

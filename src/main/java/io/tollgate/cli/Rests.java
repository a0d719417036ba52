package io.tollgate.cli;

import io.tollgate.inbox.Backlog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Rests between the events of a preview while the gateway has events of its own to route: those go first, and a machine or a database
 * that both share is the gateway's for most of the time.
 */
final class Rests {
    /** From so many events a second on it is at work. */
    private static final int BUSY = 20;

    /** How long a rest is, as a multiple of the work before it. */
    private static final int RESTS = 2;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Backlog backlog;
    private long looked = System.nanoTime() - LOOK.toNanos();
    private boolean isBusy;

    Rests(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Does the work, and rests then if need be. */
    void after(Runnable work) {
        long start = System.nanoTime();
        work.run();
        long took = System.nanoTime() - start;
        if (isBusy()) {
            LockSupport.parkNanos(took * RESTS);
        }
    }

    private boolean isBusy() {
        long now = System.nanoTime();
        if (now - looked >= LOOK.toNanos()) {
            looked = now;
            isBusy = backlog.routedInASecond() >= BUSY;
        }
        return isBusy;
    }
}

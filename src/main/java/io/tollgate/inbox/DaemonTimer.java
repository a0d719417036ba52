package io.tollgate.inbox;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A timer that keeps no process from ending, and forgets at once what is cancelled. */
final class DaemonTimer extends ScheduledThreadPoolExecutor {
    DaemonTimer(String name, int threads) {
        super(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
    }
}

package io.tollgate.relay;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends attempts that miss their deadline. */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    /** @param threads as many attempts can be ended side by side */
    Watchdog(int threads) {
        timer = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, "relay-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs {@code abort} on another thread and interrupts the calling one, unless the watch is closed in time. */
    Watch watch(Duration deadline, Runnable abort) {
        return new Watch(deadline, abort);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** One attempt under watch; closed by the thread that made it. */
    final class Watch implements AutoCloseable {
        private final Thread watched = Thread.currentThread();
        private final Runnable abort;
        private final ScheduledFuture<?> alarm;
        private boolean closed;
        private boolean expired;

        private Watch(Duration deadline, Runnable abort) {
            this.abort = abort;
            this.alarm = timer.schedule(this::expire, deadline.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void expire() {
            if (!closed) {
                expired = true;
                watched.interrupt();
                abort.run();
            }
        }

        synchronized boolean expired() {
            return expired;
        }

        /** From here on the attempt's connections and thread are left alone; waits for an abort that has begun. */
        @Override
        public synchronized void close() {
            closed = true;
            alarm.cancel(false);
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}

package io.tollgate.relay;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Ends attempts that miss their deadline, and gives up those that have not ended a grace time after that. The grace
 * begins when the aborts do, and is counted in small steps: a process that was stopped for minutes still leaves its
 * attempts their grace when it goes on.
 */
final class Watchdog implements AutoCloseable {
    private static final int STEPS = 20;

    private final long deadlineMillis;
    private final long stepMillis;
    /** Only ever does what cannot block, so that an alarm is never late because of another. */
    private final ScheduledThreadPoolExecutor timer;

    private final ExecutorService hands;

    Watchdog(Duration deadline, Duration grace) {
        deadlineMillis = deadline.toMillis();
        stepMillis = Math.max(1, grace.toMillis() / STEPS);
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "relay-watchdog");
            thread.setDaemon(true);
            return thread;
        };
        timer = new ScheduledThreadPoolExecutor(1, daemons);
        timer.setRemoveOnCancelPolicy(true);
        hands = Executors.newCachedThreadPool(daemons);
    }

    /** What is done to an attempt that does not end by itself. */
    interface Watched {
        /** Called at the deadline, must not block. What it returns may: each runs on a thread of its own. */
        List<Runnable> aborts();

        /** The attempt has not ended within the grace either. Runs on a thread of its own. */
        void abandoned();
    }

    /** Watches the calling thread until the watch is closed. At the deadline the thread is interrupted too. */
    Watch watch(Watched attempt) {
        return new Watch(attempt);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        hands.shutdownNow();
    }

    /** One attempt under watch; closed by the thread that made it. Its monitor is never held by what may block. */
    final class Watch implements AutoCloseable {
        private final Thread watched = Thread.currentThread();
        private final Watched attempt;
        private final long begun = System.nanoTime();
        private Future<?> alarm;
        private boolean closed;
        private boolean expired;
        private boolean abandoned;

        private Watch(Watched attempt) {
            this.attempt = attempt;
            this.alarm = timer.schedule(this::expire, deadlineMillis, TimeUnit.MILLISECONDS);
        }

        private synchronized void expire() {
            if (!closed) {
                expired = true;
                watched.interrupt();
                attempt.aborts().forEach(hands::execute);
                step(STEPS);
            }
        }

        private synchronized void step(int left) {
            if (closed) {
                return;
            }
            if (left > 0) {
                alarm = timer.schedule(() -> step(left - 1), stepMillis, TimeUnit.MILLISECONDS);
            } else {
                abandoned = true;
                hands.execute(attempt::abandoned);
            }
        }

        Thread thread() {
            return watched;
        }

        /** How long it is watched. */
        int millis() {
            return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }

        synchronized boolean expired() {
            return expired;
        }

        /** Whether nothing further should be begun: whatever misses the deadline then has taken half of it by itself. */
        boolean isHalfOver() {
            return millis() > deadlineMillis / 2;
        }

        /** @throws IllegalStateException when the deadline is over: nothing more may be begun in this attempt */
        void check() {
            if (expired()) {
                throw new IllegalStateException("The deadline is over");
            }
        }

        /** Whether others have settled the attempt meanwhile: its thread must change nothing any more, and end. */
        synchronized boolean abandoned() {
            return abandoned;
        }

        /** From here on the attempt's thread is left alone. */
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

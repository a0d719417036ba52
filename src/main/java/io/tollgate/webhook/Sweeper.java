package io.tollgate.webhook;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again at what the door depends on: at what is too slow to be let go on, and at files. */
final class Sweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    private final int everyMillis;
    private final ScheduledExecutorService timer;

    /** @param name of its thread */
    Sweeper(String name, int everyMillis) {
        this.everyMillis = everyMillis;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    void add(Runnable sweep) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        sweep.run();
                    } catch (RuntimeException e) {
                        log.error(
                                "{} goes on at its next look: {}",
                                Thread.currentThread().getName(),
                                Failures.oneLine(e));
                    }
                },
                everyMillis,
                everyMillis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

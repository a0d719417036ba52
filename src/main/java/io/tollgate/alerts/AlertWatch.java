package io.tollgate.alerts;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds, on a thread of its own. */
final class AlertWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AlertWatch.class);
    private static final long STOP_SECONDS = 1;

    private final AlertRound round;
    private final Duration interval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "alerts");
        thread.setDaemon(true);
        return thread;
    });

    AlertWatch(AlertRound round, Duration interval) {
        this.round = round;
        this.interval = interval;
    }

    AlertWatch start() {
        timer.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void look() {
        try {
            round.look();
        } catch (Throwable t) {
            // an Error too: whoever looks must go on looking
            log.warn("What is out of order is not known for now, and looked at again: {}", t.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                round.leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

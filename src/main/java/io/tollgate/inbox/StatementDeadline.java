package io.tollgate.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a frozen server holds up. It cuts the connection from another thread, because a socket timeout bounds only
 * reads: a batch that is larger than the socket's buffer hangs in a write.
 */
final class StatementDeadline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StatementDeadline.class);

    private final ScheduledThreadPoolExecutor timer;

    /** @param threads as many connections can be cut side by side */
    StatementDeadline(int threads) {
        timer = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, "inbox-deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Cuts the connection after the timeout, unless the watch is closed before. */
    Watch watch(Connection connection, Duration timeout) {
        return new Watch(connection, timeout);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Must be closed before the connection goes back to the pool. */
    final class Watch implements AutoCloseable {
        private final Connection connection;
        private final ScheduledFuture<?> alarm;
        private boolean closed;
        private boolean cut;

        private Watch(Connection connection, Duration timeout) {
            this.connection = connection;
            this.alarm = timer.schedule(this::cut, timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void cut() {
            if (!closed) {
                cut = true;
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException | RuntimeException e) {
                    log.debug("Cutting the connection of a write that took too long", e);
                }
            }
        }

        synchronized boolean hasCut() {
            return cut;
        }

        @Override
        public synchronized void close() {
            closed = true;
            alarm.cancel(false);
        }
    }
}

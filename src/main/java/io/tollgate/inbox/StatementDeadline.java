package io.tollgate.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a frozen server holds up. It cuts the connection from another thread, because a socket timeout bounds only
 * reads: a batch that is larger than the socket's buffer hangs in a write.
 */
final class StatementDeadline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StatementDeadline.class);

    private final DaemonTimer timer;

    /** @param threads as many connections can be cut side by side */
    StatementDeadline(int threads) {
        timer = new DaemonTimer("inbox-deadline", threads);
    }

    interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /**
     * Does the work; the connection is cut when it takes longer than {@code limit}, and never once this has returned.
     *
     * @throws SQLTimeoutException when it was cut
     */
    <T> T run(Connection connection, String sql, Duration limit, Work<T> work) throws SQLException {
        AtomicBoolean over = new AtomicBoolean();
        Future<?> alarm = timer.schedule(() -> cutUnless(over, connection), limit.toMillis(), TimeUnit.MILLISECONDS);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw over.get() ? new SQLTimeoutException("No answer within " + limit.toMillis() + " ms", e) : e;
        } finally {
            // Waits for a cut that has begun: whoever borrows the connection next must not lose it.
            synchronized (over) {
                over.set(true);
            }
            alarm.cancel(false);
        }
    }

    private static void cutUnless(AtomicBoolean over, Connection connection) {
        synchronized (over) {
            if (!over.getAndSet(true)) {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException | RuntimeException e) {
                    log.debug("Cutting the connection of a write that took too long", e);
                }
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.tollgate.inbox;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes events. A write that fails for its sake makes it away; from then on a row is tried until
 * one is committed again. While nobody writes, it is asked now and then, so that readiness is true without traffic.
 */
final class DatabasePresence implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabasePresence.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventInsert insert;
    private final Runnable gone;
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "inbox-probe");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Absence absence;
    private volatile long lastCommit = System.nanoTime();

    private record Absence(String why, long since) {
        long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
        }
    }

    /** @param gone called when the database goes away */
    DatabasePresence(EventInsert insert, Duration probe, Runnable gone) {
        this.insert = insert;
        this.gone = gone;
        prober.scheduleWithFixedDelay(this::look, probe.toMillis(), probe.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAway() {
        return absence != null;
    }

    /** @throws InboxUnavailable while the database is away */
    void require() {
        Absence now = absence;
        if (now != null) {
            throw new InboxUnavailable("The database has been away for " + now.seconds() + " s (" + now.why() + ")");
        }
    }

    void committed() {
        lastCommit = System.nanoTime();
    }

    /** A write has failed, and not for its data's sake. */
    void markAway(SQLException failure) {
        synchronized (this) {
            if (absence != null) {
                return;
            }
            absence = new Absence(sentence(failure), System.nanoTime());
            log.warn("Database is away ({}): events are answered 503 until it stores again", absence.why());
        }
        gone.run();
    }

    private void look() {
        try {
            if (isAway()) {
                insert.tryOut();
                back();
            } else if (System.nanoTime() - lastCommit > IDLE_NANOS) {
                insert.ask();
                committed();
            }
        } catch (SQLException e) {
            log.debug("Database does not store", e);
            markAway(e);
        } catch (Throwable t) {
            // An Error too: whoever looks must go on looking.
            log.debug("Database does not store", t);
        }
    }

    private synchronized void back() {
        log.info("Database is back after {} s", absence.seconds());
        committed();
        absence = null;
    }

    /** On one line. The pool's own message only says that it waited in vain; why is in its cause. */
    private static String sentence(SQLException failure) {
        return failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException cause
                ? "no connection: " + firstLine(cause)
                : firstLine(failure);
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}

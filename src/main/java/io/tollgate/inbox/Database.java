package io.tollgate.inbox;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes events. A write that fails for its sake makes it away; from then on a row is tried until
 * one is committed again. While nobody writes, it is asked now and then, so that readiness is true without traffic.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventInsert insert;
    private final Runnable gone;
    private final DaemonTimer prober = new DaemonTimer("inbox-probe", 1);
    private volatile Absence absence;
    private volatile long lastCommit = System.nanoTime();

    private record Absence(String why, long since) {
        long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
        }
    }

    /** @param gone called when the database goes away */
    Database(EventInsert insert, Duration probe, Runnable gone) {
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

    /**
     * SQLSTATE classes 22 (data exception), 23 (constraint) and 40 (deadlock and the like): the row is at fault, or had
     * bad luck. Everything else is the database's, since all rows of one statement are alike but for their data.
     */
    static boolean isForTheDatasSake(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("40"));
    }

    /** SQLSTATE 55P03: somebody holds a lock for longer than {@code lock_timeout}. The database is there. */
    static boolean isForALock(SQLException e) {
        return "55P03".equals(e.getSQLState());
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
        boolean pools =
                failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException;
        Throwable why = pools ? failure.getCause() : failure;
        String line = String.valueOf(why.getMessage()).lines().findFirst().orElse("no message");
        return pools ? "no connection: " + line : line;
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}

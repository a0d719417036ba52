package io.tollgate.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The savepoint of one event after the other in a transaction. An event that does not use the database costs it nothing: the
 * savepoint is set before its first statement, by the {@link RunDataSource}, and so is the role of flows. That one comes
 * first: what undoes an event must not undo the role.
 */
final class Savepoint implements AutoCloseable {
    private static final String CHECK = "SET CONSTRAINTS ALL IMMEDIATE";

    /** What is deferred is tried out, and deferred again: it may be the next event that fulfils it. */
    private static final String CHECK_AND_RELEASE =
            "SAVEPOINT checked; " + CHECK + "; ROLLBACK TO SAVEPOINT checked; RELEASE SAVEPOINT event";

    /** An event has one of its own. */
    static final String EACH = "SAVEPOINT event";

    /** So many in a transaction at most: PostgreSQL becomes slow with more than 64. */
    static final int MOST = 50;

    private final Statement statement;
    private final String set;
    private boolean used;

    /** Until it is closed, it is the thread's. */
    Savepoint(Connection connection) throws SQLException {
        this(connection, EACH);
    }

    /** @param set what sets it; empty for a transaction without savepoints */
    Savepoint(Connection connection, String set) throws SQLException {
        this.statement = connection.createStatement();
        this.set = set;
        TransactionSynchronizationManager.bindResource(Savepoint.class, this);
    }

    /**
     * Sets the thread's savepoint, if it has one and its event has not used the database yet.
     *
     * @param first what comes before, with a semicolon; empty for nothing
     */
    static void beforeUse(String first) throws SQLException {
        Savepoint current = (Savepoint) TransactionSynchronizationManager.getResource(Savepoint.class);
        if (current != null && !current.used) {
            String begin = first + current.set;
            if (!begin.isEmpty()) {
                current.statement.execute(begin);
            }
            current.used = true;
        }
    }

    /**
     * Ends the flows' part of the transaction, and their role, whatever they have made of it. From here on the planner
     * takes indexes: for a hundred marks it would rather read a whole inbox of up to 40,000 rows.
     *
     * @throws SQLException the first constraint that what was written up to now does not fulfil
     */
    static void beforeMarks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CHECK + "; RESET SESSION AUTHORIZATION; RESET ROLE; SET LOCAL enable_seqscan = off");
        }
    }

    /** @throws SQLException a constraint that is checked late, and would have failed the commit */
    void checkAndRelease() throws SQLException {
        end(CHECK_AND_RELEASE);
    }

    /** Nothing of what the event wrote is left. */
    void rollback() throws SQLException {
        end("ROLLBACK TO SAVEPOINT event; RELEASE SAVEPOINT event");
    }

    private void end(String how) throws SQLException {
        if (used) {
            statement.execute(how);
            used = false;
        }
    }

    @Override
    public void close() throws SQLException {
        TransactionSynchronizationManager.unbindResource(Savepoint.class);
        statement.close();
    }
}

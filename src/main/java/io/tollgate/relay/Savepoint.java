package io.tollgate.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The savepoint of one event after the other in a transaction. An event that does not use the database costs it nothing: the
 * savepoint is set before its first statement, by the {@link RunDataSource}.
 */
final class Savepoint implements AutoCloseable {
    private static final String CHECK = "SET CONSTRAINTS ALL IMMEDIATE";

    /** What is deferred is tried out, and deferred again: it may be the next event that fulfils it. */
    private static final String CHECK_AND_RELEASE =
            "SAVEPOINT checked; " + CHECK + "; ROLLBACK TO SAVEPOINT checked; RELEASE SAVEPOINT event";

    /** So many in a transaction at most: PostgreSQL becomes slow with more than 64. */
    static final int MOST = 50;

    private final Statement statement;
    private boolean used;

    /** Until it is closed, it is the thread's. */
    Savepoint(Connection connection) throws SQLException {
        this.statement = connection.createStatement();
        TransactionSynchronizationManager.bindResource(Savepoint.class, this);
    }

    /** Sets the thread's savepoint, if it has one and its event has not used the database yet. */
    static void beforeUse() throws SQLException {
        Savepoint current = (Savepoint) TransactionSynchronizationManager.getResource(Savepoint.class);
        if (current != null && !current.used) {
            current.statement.execute("SAVEPOINT event");
            current.used = true;
        }
    }

    /**
     * Ends the flows' part of the transaction. From here on the planner takes indexes: for a hundred marks it would rather
     * read a whole inbox of up to 40,000 rows.
     *
     * @throws SQLException the first constraint that what was written up to now does not fulfil
     */
    static void beforeMarks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CHECK + "; SET LOCAL enable_seqscan = off");
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

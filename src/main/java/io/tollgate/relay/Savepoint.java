package io.tollgate.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The savepoint of one event after the other in a transaction. */
final class Savepoint implements AutoCloseable {
    private static final String CHECK = "SET CONSTRAINTS ALL IMMEDIATE";

    /** What is deferred is tried out, and deferred again: it may be the next event that fulfils it. */
    private static final String CHECK_AND_RELEASE =
            "SAVEPOINT checked; " + CHECK + "; ROLLBACK TO SAVEPOINT checked; RELEASE SAVEPOINT event";

    /** So many in a transaction at most: PostgreSQL becomes slow with more than 64. */
    static final int MOST = 50;

    private final Statement statement;

    Savepoint(Connection connection) throws SQLException {
        this.statement = connection.createStatement();
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

    void set() throws SQLException {
        statement.execute("SAVEPOINT event");
    }

    /** @throws SQLException a constraint that is checked late, and would have failed the commit */
    void checkAndRelease() throws SQLException {
        statement.execute(CHECK_AND_RELEASE);
    }

    /** Nothing of what came after the savepoint is left. */
    void rollback() throws SQLException {
        statement.execute("ROLLBACK TO SAVEPOINT event; RELEASE SAVEPOINT event");
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}

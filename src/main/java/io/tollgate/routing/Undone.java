package io.tollgate.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/** Asks a database something that may fail or change it, without a trace in the transaction that there is, if any. */
final class Undone {
    interface Question {
        boolean ask() throws SQLException;
    }

    private Undone() {}

    /**
     * @param statement of the connection that is asked
     * @return false also when the database cannot say
     */
    static boolean ask(Statement statement, Question question) {
        try {
            Connection connection = statement.getConnection();
            boolean commits = connection.getAutoCommit();
            if (commits) {
                connection.setAutoCommit(false);
            }
            Savepoint before = connection.setSavepoint();
            try {
                return question.ask();
            } finally {
                connection.rollback(before);
                connection.releaseSavepoint(before);
                if (commits) {
                    connection.setAutoCommit(true);
                }
            }
        } catch (SQLException e) {
            return false;
        }
    }
}

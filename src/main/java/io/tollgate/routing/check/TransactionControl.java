package io.tollgate.routing.check;

import java.sql.SQLException;

/** Keeps a statement that is put together at run time from ending the transaction that its flow runs in, or leaving its role. */
public final class TransactionControl {
    /** Of PostgreSQL: invalid transaction termination. */
    private static final String STATE = "2D000";

    private TransactionControl() {}

    /** @throws SQLException when one of the statements in the text does so; says which, without the text */
    public static void refuseIn(String sql) throws SQLException {
        for (SqlText statement : SqlText.statements(sql)) {
            String control = statement.control().orElse(null);
            if (control != null) {
                throw new SQLException(
                        control
                                + " has no place in a flow: the gateway begins and ends its transaction, and says which role"
                                + " it is",
                        STATE);
            }
        }
    }
}

package io.tollgate.relay;

import jakarta.jms.TransactionRolledBackException;
import java.sql.SQLException;
import java.util.Set;

/** Looks for what is behind an exception. */
final class Causes {
    private static final int MOST = 100;
    /** SQLSTATE of class 57: the server has ended the session. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03", "57P05");

    private Causes() {}

    /** The first of the type, or null. */
    static <T extends Throwable> T first(Throwable failure, Class<T> type) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < MOST; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }

    /** Whether a connection or session ended under the flow, or its transaction with it: no event does that. */
    static boolean isLostConnection(Throwable failure) {
        String state = sqlState(failure);
        return state.startsWith("08")
                || SESSION_ENDED.contains(state)
                || isInDoubt(first(failure, TransactionRolledBackException.class))
                || first(failure, jakarta.jms.IllegalStateException.class) != null;
    }

    /** As after a failover. One that the broker has rolled back for a reason has it as its cause. */
    private static boolean isInDoubt(TransactionRolledBackException rolledBack) {
        return rolledBack != null && rolledBack.getCause() == null;
    }

    /** Of the first SQLException that has one; empty when there is none. */
    static String sqlState(Throwable failure) {
        SQLException sql = first(failure, SQLException.class);
        return sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    }
}

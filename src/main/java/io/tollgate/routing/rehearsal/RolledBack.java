package io.tollgate.routing.rehearsal;

import io.tollgate.routing.check.TransactionControl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;

/** The transaction of one event. It begins with its first statement, and is always rolled back. */
final class RolledBack {
    private static final Set<String> STATEMENTS = Set.of("createStatement", "prepareStatement", "prepareCall");
    /** Of which the transaction's end is not the flow's to choose. */
    private static final Set<String> IGNORED = Set.of("commit", "rollback", "close", "setAutoCommit", "abort");

    private final RehearsedDatabase database;
    private final Connection forFlows = (Connection)
            Proxy.newProxyInstance(RolledBack.class.getClassLoader(), new Class<?>[] {Connection.class}, this::call);
    private Connection connection;
    private ChangedRows changes;
    private Runnable again;
    private Future<?> cut;
    private long begun;
    private boolean ended;

    RolledBack(RehearsedDatabase database) {
        this.database = database;
    }

    /** Of which each step gets the same. */
    Connection connection() {
        return forFlows;
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (IGNORED.contains(method.getName()) && (arguments == null || !(arguments[0] instanceof Savepoint))) {
            return null;
        }
        if (method.getName().startsWith("prepare") && arguments[0] instanceof String sql) {
            TransactionControl.refuseIn(sql);
        }
        Connection real;
        synchronized (this) {
            begin();
            if (STATEMENTS.contains(method.getName())) {
                checkTime();
            }
            real = connection;
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private void begin() throws SQLException {
        if (ended) {
            throw new OutOfBounds("would write after its time");
        }
        if (connection == null) {
            connection = database.within();
            begun = System.nanoTime();
            changes = new ChangedRows(database, this);
            cut = database.cutLater(connection);
            changes.begin(database.role().forTransaction(), connection);
            repeat();
        }
    }

    private void repeat() {
        Runnable before = again;
        again = null;
        if (before != null) {
            before.run();
        }
    }

    /**
     * Rolls back for now, so that nobody waits for what comes next. When that needs the database, it is as it was.
     *
     * @param again does once more what was done up to here
     */
    synchronized void pause(Runnable again) throws SQLException {
        if (connection != null) {
            backTo(null);
            this.again = again;
        }
    }

    boolean isPaused() {
        return again != null;
    }

    /** A statement begins only if it also ends in time. */
    void checkTime() {
        long left = database.bounds()
                .transaction()
                .minus(database.bounds().statement())
                .minusNanos(System.nanoTime() - begun)
                .toNanos();
        if (left < 0) {
            throw new OutOfBounds("took longer in the database than "
                    + database.bounds().transaction().toMillis() + " ms");
        }
    }

    /** What the end of the transaction would find: constraints that are looked at only then. */
    synchronized void checkConstraints() throws SQLException {
        if (connection == null || ended) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } finally {
            connection.rollback(before);
        }
    }

    /** Null while nothing was written. */
    synchronized Savepoint mark() throws SQLException {
        return connection == null ? null : connection.setSavepoint();
    }

    /** @param mark null for all of it */
    synchronized void backTo(Savepoint mark) throws SQLException {
        if (connection != null && mark != null) {
            connection.rollback(mark);
        } else if (connection != null) {
            connection.rollback();
            cut.cancel(false);
            connection = null;
        }
    }

    /**
     * Which rows are other ones by now.
     *
     * @param words of the event, one of which a key of a large table has
     * @param notes gets what could not be found
     */
    synchronized List<RowChange> changes(Words words, List<String> notes) throws SQLException {
        return connection == null || ended ? List.of() : changes.find(connection, words, notes);
    }

    /** From now on nothing is written. May be called by any thread, and waits for a statement that runs. */
    synchronized void end() {
        ended = true;
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException e) {
            // the server has ended it
            database.discard();
        }
        cut.cancel(false);
        connection = null;
    }
}

package io.tollgate.routing.rehearsal;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.sql.FlowConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The database of a rehearsal. Each event has a transaction of its own, on one connection, which is rolled back. A second one sees what
 * was before. Used by one event at a time.
 */
public final class RehearsedDatabase implements AutoCloseable {
    /** In which PostgreSQL ends it by itself, as a rule. */
    private static final long GRACE_MILLIS = 10;

    private final ScheduledExecutorService cuts = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rehearsal-cut");
        thread.setDaemon(true);
        return thread;
    });
    private final DataSource connections;
    private final FlowRole role;
    private final Bounds bounds;
    private final Map<Long, TableShape> shapes = new HashMap<>();
    private final DataSource forFlows = new ForFlows();
    private String counting;
    private Connection within;
    private Connection beside;

    /**
     * @param pool of the database; none of its connections is taken
     * @param role that flows have
     */
    public RehearsedDatabase(DataSource pool, FlowRole role, Bounds bounds) throws SQLException {
        // one statement that fails does not end the transaction: behind a queue, each is one of its own
        this.connections = FlowConnections.like(
                pool.unwrap(HikariDataSource.class), bounds.options(), Map.of("autosave", "always"));
        this.role = role;
        this.bounds = bounds;
    }

    Bounds bounds() {
        return bounds;
    }

    FlowRole role() {
        return role;
    }

    /** What the flows of a set get. */
    DataSource forFlows() {
        return forFlows;
    }

    RolledBack transaction() {
        return new RolledBack(this);
    }

    /**
     * At the end of its time a transaction is ended from outside, whatever its flow has made of the timeouts: what it runs is
     * canceled, and its connection is closed.
     */
    Future<?> cutLater(Connection connection) {
        return cuts.schedule(
                () -> {
                    connection.unwrap(PGConnection.class).cancelQuery();
                    connection.abort(Runnable::run);
                    return null;
                },
                bounds.transaction().toMillis() + GRACE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** In which an event runs; not in a transaction, or in one that was rolled back. */
    synchronized Connection within() throws SQLException {
        if (within == null || within.isClosed()) {
            within = connections.getConnection();
            // what others commit meanwhile is not seen: all that is new is the event's
            within.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            within.setAutoCommit(false);
        }
        return within;
    }

    /** That sees what is committed. */
    synchronized Connection beside() throws SQLException {
        if (beside == null || beside.isClosed()) {
            beside = connections.getConnection();
        }
        return beside;
    }

    /** The text by which a session says what it has done to each table. */
    synchronized String counting() throws SQLException {
        if (counting == null) {
            counting = TableCounts.counting(beside());
        }
        return counting;
    }

    TableShape shape(long table) throws SQLException {
        TableShape shape = shapes.get(table);
        if (shape == null) {
            shape = TableShape.of(table, beside());
            shapes.put(table, shape);
        }
        return shape;
    }

    /** The next event gets other connections. */
    synchronized void discard() {
        close(within);
        close(beside);
        within = null;
        beside = null;
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it is of no use any more
        }
    }

    @Override
    public void close() {
        cuts.shutdownNow();
        discard();
    }

    private static final class ForFlows extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            AtStep place = AtStep.current();
            if (place == null) {
                throw new OutOfBounds("would write outside of a step");
            }
            return place.recording().transaction().connection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }
}

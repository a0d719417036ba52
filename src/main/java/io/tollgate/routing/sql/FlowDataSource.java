package io.tollgate.routing.sql;

import io.tollgate.inbox.Pool;
import io.tollgate.relay.FlowRole;
import io.tollgate.relay.RunDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where flows write. Under the relay it is the connection of the relay's transaction, and takes effect with it. A flow
 * that starts at a queue gets one from a pool of its own: whatever it holds, the relay and the inbox have theirs.
 */
public final class FlowDataSource extends AbstractDataSource implements AutoCloseable {
    private final DataSource relays;
    private final DataSource joining;
    private final Pool own;

    /**
     * @param size connections for the flows that start at a queue
     * @param role that all flows have
     */
    FlowDataSource(DataSource relays, int size, FlowRole role) {
        this.relays = relays;
        this.joining = new RunDataSource(relays, role);
        this.own = Pool.like(relays, "flows", size, role.forSession());
    }

    @Override
    public Connection getConnection() throws SQLException {
        return (TransactionSynchronizationManager.hasResource(relays) ? joining : own.dataSource()).getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public void close() {
        own.close();
    }
}

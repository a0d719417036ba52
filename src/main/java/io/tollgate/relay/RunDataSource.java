package io.tollgate.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The database as the flows of a run must get it: its transaction's connection, with a savepoint from an event's first
 * statement on. What gets the connection by another way may leave traces of an event that fails.
 */
public final class RunDataSource extends TransactionAwareDataSourceProxy {
    /** By which a statement begins. Whoever asks for a connection may keep it for the events that follow. */
    private static final Set<String> STATEMENTS = Set.of("createStatement", "prepareStatement", "prepareCall");

    private final String first;

    /** Flows have the gateway's own rights. */
    RunDataSource(DataSource relays) {
        this(relays, FlowRole.GATEWAYS);
    }

    /**
     * @param relays what the runs' transactions are begun on
     * @param role which flows have from their first statement on, up to the marks
     */
    public RunDataSource(DataSource relays, FlowRole role) {
        super(relays);
        this.first = role.forTransaction();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                RunDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (STATEMENTS.contains(method.getName())) {
                        Savepoint.beforeUse(first);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}

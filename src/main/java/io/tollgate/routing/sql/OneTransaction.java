package io.tollgate.routing.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Gives out one connection again and again, in a transaction that whoever gets it can roll back, but not commit: for what
 * commits by itself and must not.
 */
final class OneTransaction extends AbstractDataSource {
    private final Connection connection;

    /** @param connection in a transaction, which the caller ends */
    OneTransaction(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Connection getConnection() {
        return (Connection) Proxy.newProxyInstance(
                OneTransaction.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return switch (method.getName()) {
                            case "commit", "close", "setAutoCommit" -> null;
                            default -> method.invoke(connection, arguments);
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }
}

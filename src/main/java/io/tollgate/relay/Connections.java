package io.tollgate.relay;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The relay's connections to the database: that of a run, and whether there is one to be had. */
final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final int TIMEOUT_SECONDS = 5;

    private final DataSource dataSource;

    Connections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The connection of the running transaction. */
    Connection ofTransaction() {
        return DataSourceUtils.getConnection(dataSource);
    }

    /** Has that done once the running transaction is over, while its connection is not in the pool yet. */
    void beforeItGoesBack(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                action.run();
            }
        });
    }

    /** Ends whatever waits for this connection; the pool gives it to nobody again. Harmless when repeated. */
    void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            log.debug("Aborting the database connection of a timed-out attempt", e);
        }
    }

    /** Frees the place in the pool of an aborted connection that may never be given back. */
    void evict(Connection connection) {
        try {
            if (dataSource.isWrapperFor(HikariDataSource.class)) {
                dataSource.unwrap(HikariDataSource.class).evictConnection(connection);
            }
        } catch (SQLException | RuntimeException e) {
            log.debug("Evicting the database connection of an attempt that does not end", e);
        }
    }

    /** Whether the connection has ended, so that whatever failed on it is nobody's fault. */
    boolean isLost(Connection connection) {
        try {
            return connection == null || connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    boolean answers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException | RuntimeException e) {
            log.debug("Connections does not answer", e);
            return false;
        }
    }
}

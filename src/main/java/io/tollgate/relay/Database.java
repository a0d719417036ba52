package io.tollgate.relay;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the database is there, as the relay sees it. */
final class Database {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int TIMEOUT_SECONDS = 5;

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    boolean answers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException | RuntimeException e) {
            log.debug("Database does not answer", e);
            return false;
        }
    }
}

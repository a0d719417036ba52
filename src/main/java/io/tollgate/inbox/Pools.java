package io.tollgate.inbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Connection pools on the same database, each for one use and of its own size, so that none takes another's connections.
 * The application's pool is the relay's and the operators'.
 */
public final class Pools {
    private static final long CLOSE_MILLIS = 2000;

    private Pools() {}

    /**
     * A pool with the settings of {@code dataSource}, which opens its connections when they are needed. {@code dataSource}
     * itself when it is no pool of Hikari's.
     *
     * @param statement what each connection begins with, after what the settings say; empty for nothing
     */
    public static DataSource like(DataSource dataSource, String name, int size, String statement) {

        HikariConfig config = new HikariConfig();
        try {
            if (!dataSource.isWrapperFor(HikariDataSource.class)) {
                return dataSource;
            }
            dataSource.unwrap(HikariDataSource.class).copyStateTo(config);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setConnectionInitSql(Stream.of(config.getConnectionInitSql(), statement)
                .filter(sql -> sql != null && !sql.isBlank())
                .collect(Collectors.collectingAndThen(Collectors.joining("; "), all -> all.isEmpty() ? null : all)));
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Closes one that {@link #like} has made of another; waits 2 s at most, since a database that hangs takes longer. */
    public static void close(DataSource pool, DataSource of) {
        if (pool != of && pool instanceof HikariDataSource own) {
            Thread closing = new Thread(own::close, own.getPoolName() + "-close");
            closing.setDaemon(true);
            closing.start();
            try {
                closing.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

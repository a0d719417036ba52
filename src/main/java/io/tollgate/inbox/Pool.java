package io.tollgate.inbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Connections to the same database as the application's, for one use and of a number of their own, so that none takes
 * another's. The application's pool is the relay's and the operators'. Not a DataSource itself, so that nothing else is
 * given it.
 *
 * @param own whether it is a pool apart, not the application's itself
 */
public record Pool(DataSource dataSource, boolean own) implements AutoCloseable {
    private static final long CLOSE_MILLIS = 2000;

    /**
     * A pool with the settings of {@code dataSource}, which opens its connections when they are needed. {@code dataSource}
     * itself when it is no pool of Hikari's.
     *
     * @param statement what each connection begins with, after what the settings say; empty for nothing
     */
    public static Pool like(DataSource dataSource, String name, int size, String statement) {
        return like(dataSource, name, size, statement, Map.of());
    }

    /** @param driver what the driver is told, in place of what the settings say of it */
    static Pool like(DataSource dataSource, String name, int size, String statement, Map<String, String> driver) {
        HikariConfig config = new HikariConfig();
        try {
            if (!dataSource.isWrapperFor(HikariDataSource.class)) {
                return new Pool(dataSource, false);
            }
            dataSource.unwrap(HikariDataSource.class).copyStateTo(config);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        driver.forEach(config::addDataSourceProperty);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setConnectionInitSql(Stream.of(config.getConnectionInitSql(), statement)
                .filter(sql -> sql != null && !sql.isBlank())
                .collect(Collectors.collectingAndThen(Collectors.joining("; "), all -> all.isEmpty() ? null : all)));
        config.setThreadFactory(task -> outsideOfAnyServer(task, name));
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new Pool(new HikariDataSource(config), true);
    }

    /** One that belongs to no web application, whose server would complain of it when it stops. */
    private static Thread outsideOfAnyServer(Runnable task, String pool) {
        Thread thread = new Thread(task, pool + "-pool");
        thread.setContextClassLoader(Pool.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** Closes what {@link #like} has made; waits 2 s at most, since a database that hangs takes longer. */
    @Override
    public void close() {
        if (own && dataSource instanceof HikariDataSource pool) {
            Thread closing = new Thread(pool::close, pool.getPoolName() + "-close");
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

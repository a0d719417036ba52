package io.tollgate.routing.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Connections of their own to the database of a pool: what is set on one of them must not stay on one of the pool. */
public final class FlowConnections {
    private FlowConnections() {}

    /**
     * @param options for PostgreSQL, added to those of the pool, such as {@code -c lock_timeout=3s}
     * @param more properties of the driver
     */
    public static DataSource like(HikariDataSource pool, String options, Map<String, String> more) {
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        properties.putAll(more);
        properties.setProperty("options", properties.getProperty("options", "") + options);
        DriverManagerDataSource connections = new DriverManagerDataSource(pool.getJdbcUrl(), properties);
        connections.setUsername(pool.getUsername());
        connections.setPassword(pool.getPassword());
        return connections;
    }
}

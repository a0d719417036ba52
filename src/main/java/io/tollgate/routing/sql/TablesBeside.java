package io.tollgate.routing.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.check.InvalidRouteSet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * An empty database on a gateway's server with the tables of a set of routes, for as long as it is open. What a gateway leaves that
 * is killed, its next one of this name takes away.
 */
public final class TablesBeside implements AutoCloseable {
    private static final String MAY_CREATE =
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user";

    /** {@code jdbc:postgresql://host:5432/name?…}, or without hosts. */
    private static final String URL = "^(jdbc:postgresql:(?://[^/?]*/)?)[^?]*";

    private final DataSource gateways;
    private final String name;
    private final HikariDataSource pool = new HikariDataSource();
    private final FlowRole role;

    /**
     * @param gateways the gateway's database
     * @param name of the database: letters, digits and underscores
     * @param routes the folder of the set
     * @throws InvalidRouteSet when a file of its tables fails there
     * @throws SQLException when there cannot be such a database; see {@link #mayBe}
     */
    public TablesBeside(HikariDataSource gateways, String name, Path routes)
            throws InvalidRouteSet, TablesAway, SQLException {
        this.gateways = FlowConnections.like(gateways, "", Map.of());
        this.name = name;
        drop();
        run("CREATE DATABASE " + name);
        try {
            pool.setJdbcUrl(gateways.getJdbcUrl().replaceFirst(URL, "$1" + name));
            pool.setUsername(gateways.getUsername());
            pool.setPassword(gateways.getPassword());
            pool.setDataSourceProperties(gateways.getDataSourceProperties());
            pool.setMaximumPoolSize(2);
            pool.setMinimumIdle(0);
            this.role = FlowRights.find(pool);
            new FlowTables(pool, role).apply(routes, List.of());
        } catch (InvalidRouteSet | TablesAway | SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether the gateway has the right to create a database. */
    public static boolean mayBe(DataSource gateways) throws SQLException {
        try (Connection connection = gateways.getConnection();
                Statement statement = connection.createStatement();
                var may = statement.executeQuery(MAY_CREATE)) {
            return may.next() && may.getBoolean(1);
        }
    }

    public HikariDataSource pool() {
        return pool;
    }

    public FlowRole role() {
        return role;
    }

    private void drop() throws SQLException {
        run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private void run(String command) throws SQLException {
        try (Connection connection = gateways.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public void close() throws SQLException {
        pool.close();
        drop();
    }
}

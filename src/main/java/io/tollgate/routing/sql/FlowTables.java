package io.tollgate.routing.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Rule;
import io.tollgate.routing.check.SqlStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.springframework.util.StringUtils;

/**
 * Creates and changes the tables that the flows write, from {@code <routes>/tables/R__*.sql}: each file runs again when
 * it changed, all of them in one transaction. They have a schema and a history of their own, so a mistake there cannot stop
 * the gateway's own tables.
 */
public final class FlowTables {
    private static final String SCHEMA = "stripe";

    /** SQLSTATE: no connection, serialization or deadlock, no resources, an operator; a lock, an object in use. */
    private static final Pattern PASSES = Pattern.compile("08...|40...|53...|57(?!014)...|55P03|55006");

    /** A timeout of a statement, or of a transaction in which nothing was done. */
    private static final Pattern TIMEOUT = Pattern.compile("57014|25P03|25P04");
    /** A file may wait for a lock while writers wait behind it; and the history's lock is idle while files run. */
    private static final String OPTIONS = " -c lock_timeout=3s -c idle_in_transaction_session_timeout=0";

    private final HikariDataSource pool;
    private final FlowRole role;

    /** @param role that flows have, and their files too */
    public FlowTables(DataSource pool, FlowRole role) throws SQLException {
        this.role = role;
        this.pool = pool.unwrap(HikariDataSource.class);
    }

    /**
     * Brings the tables up to date for flows that have these statements.
     *
     * @throws InvalidRouteSet when a file or a statement fails; then none has changed anything
     * @throws TablesAway when it is worth another try
     */
    public void apply(Path routes, List<SqlStatement> statements) throws InvalidRouteSet, TablesAway {
        inOneTransaction(routes, statements, Connection::commit);
    }

    /** The same, but for that it changes nothing. */
    public void tryOut(Path routes, List<SqlStatement> statements) throws InvalidRouteSet, TablesAway {
        inOneTransaction(routes, statements, Connection::rollback);
    }

    private interface End {
        void of(Connection connection) throws SQLException;
    }

    private void inOneTransaction(Path routes, List<SqlStatement> statements, End end)
            throws InvalidRouteSet, TablesAway {
        Path tables = routes.resolve("tables");
        boolean hasFiles = Files.isDirectory(tables);
        if (!hasFiles && statements.isEmpty()) {
            return;
        }
        try (Connection connection =
                FlowConnections.like(pool, OPTIONS, Map.of()).getConnection()) {
            connection.setAutoCommit(false);
            FlowRights.take(role, connection);
            if (hasFiles) {
                migrate(tables, new OneTransaction(connection));
            }
            new FlowStatements(connection).check(statements);
            end.of(connection);
        } catch (SQLException | RuntimeException e) {
            SQLException sql = cause(e, SQLException.class);
            if (sql == null ? String.valueOf(e.getMessage()).contains("advisory lock") : passes(sql)) {
                throw new TablesAway(oneLine(sql == null ? e : sql), e);
            }
            throw new InvalidRouteSet(List.of(finding(e)));
        }
    }

    /** Whether the database has had all files of these routes, as they are. Changes nothing. */
    public boolean areAsIn(Path routes) {
        Path tables = routes.resolve("tables");
        return !Files.isDirectory(tables) || flyway(tables, pool).info().pending().length == 0;
    }

    private static void migrate(Path tables, DataSource transaction) {
        flyway(tables, transaction).migrate();
    }

    private static Flyway flyway(Path tables, DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("filesystem:" + tables.toAbsolutePath())
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .createSchemas(true)
                .table("flow_tables_history")
                .failOnMissingLocations(true)
                .group(true)
                // a text may have ${…} in it
                .placeholderReplacement(false)
                // a file that was removed is no mistake
                .validateOnMigrate(false)
                .load();
    }

    /** Whether a flow's statement has failed for what others do: a lock, a deadlock, a timeout, a database that is away. */
    public static boolean isPassing(SQLException failure) {
        return failure.getSQLState() != null
                && (passes(failure) || TIMEOUT.matcher(failure.getSQLState()).matches());
    }

    static boolean passes(SQLException failure) {
        return failure.getSQLState() == null
                || PASSES.matcher(failure.getSQLState()).matches();
    }

    private static Finding finding(Exception failure) {
        FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
        SQLException sql = cause(failure, SQLException.class);
        String why = oneLine(sql == null ? failure : sql);
        if (script == null || script.getResource() == null) {
            return new Finding(Rule.TABLE_FAILED, "tables", 1, 1, why + "; correct the files in tables/");
        }
        String file = "tables/" + StringUtils.getFilename(script.getResource().getFilename());
        return new Finding(
                Rule.TABLE_FAILED,
                file,
                script.getLineNumber(),
                1,
                "The database refuses this statement: " + why + "; correct it");
    }

    private static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    public static String oneLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    }
}

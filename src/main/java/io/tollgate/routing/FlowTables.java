package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.springframework.util.StringUtils;

/**
 * Creates and changes the tables that the flows write, from {@code <routes>/tables/R__*.sql}: each file runs again when
 * it changed, all of them in one transaction. They have a schema and a history of their own, so a mistake there cannot stop
 * the gateway's own tables.
 */
final class FlowTables {
    private static final String SCHEMA = "stripe";

    /** SQLSTATE classes: no connection, serialization or deadlock, no resources, a lock, an operator. */
    private static final List<String> PASSES = List.of("08", "40", "53", "55", "57");

    private static final String QUERY_CANCELED = "57014";

    private final DataSource dataSource;

    FlowTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @throws InvalidRouteSet when a file fails; then none has changed anything
     * @throws DatabaseAway when it is worth another try
     */
    void apply(Path routes) throws InvalidRouteSet, DatabaseAway {
        Path tables = routes.resolve("tables");
        if (!Files.isDirectory(tables)) {
            return;
        }
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("filesystem:" + tables.toAbsolutePath())
                    .schemas(SCHEMA)
                    .defaultSchema(SCHEMA)
                    .createSchemas(true)
                    .table("flow_tables_history")
                    .failOnMissingLocations(true)
                    .group(true)
                    // a file that was removed is no mistake
                    .validateOnMigrate(false)
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            SQLException sql = cause(e, SQLException.class);
            if (passes(sql)) {
                throw new DatabaseAway(oneLine(sql), e);
            }
            throw new InvalidRouteSet(List.of(finding(e)));
        }
    }

    private static boolean passes(SQLException failure) {
        if (failure == null) {
            return false;
        }
        String state = failure.getSQLState();
        return state == null || !state.equals(QUERY_CANCELED) && PASSES.contains(state.substring(0, 2));
    }

    private static Finding finding(RuntimeException failure) {
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

    private static String oneLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    }
}

package io.tollgate.routing;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and changes the tables that the flows write, from {@code <routes>/tables/R__*.sql}: each file runs again when
 * it changed. They have a schema and a history of their own, so a mistake there breaks the flows that need it and
 * nothing else.
 */
final class FlowTables {
    private static final Logger log = LoggerFactory.getLogger(FlowTables.class);
    private static final String SCHEMA = "stripe";

    private final DataSource dataSource;

    FlowTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Never throws: a failure is logged, and the flows whose table is missing fail by themselves. */
    void apply(Path routes) {
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
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            log.error(
                    "The tables of the flows were not brought up to date, so flows that need them fail and their events"
                            + " are retried: correct {} and start again. {}",
                    tables,
                    reason(e));
        }
    }

    private static String reason(RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String what = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
        String why = String.valueOf(root.getMessage()).replaceAll("\\s+", " ").strip();
        return root == e ? why : what + ": " + why;
    }
}

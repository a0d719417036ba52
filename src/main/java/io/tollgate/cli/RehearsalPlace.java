package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.rehearsal.Bounds;
import io.tollgate.routing.rehearsal.RehearsedDatabase;
import io.tollgate.routing.sql.FlowRights;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.routing.sql.TablesAway;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * The database in which a set of routes is rehearsed. It is the gateway's own if that has the tables of the set as they are; else, and
 * where there is none, it is an empty one for the time of the command, with the tables of the set.
 */
final class RehearsalPlace implements AutoCloseable {
    private final ScratchDatabase scratch;
    private final RehearsedDatabase database;
    private final String rows;

    private RehearsalPlace(ScratchDatabase scratch, RehearsedDatabase database, String rows) {
        this.scratch = scratch;
        this.database = database;
        this.rows = rows;
    }

    /**
     * @param gateways the gateway's database; null for none
     * @param routes the folder of the set
     * @param data the gateway's data folder
     * @throws InvalidRouteSet for a table that cannot be made
     */
    static RehearsalPlace of(DataSource gateways, Path routes, Path data) throws InvalidRouteSet {
        try {
            if (gateways == null) {
                return scratch(routes, data, "an empty database: there is none of a gateway");
            }
            FlowRole role = FlowRights.find(gateways);
            return new FlowTables(gateways, role).areAsIn(routes)
                    ? new RehearsalPlace(
                            null, new RehearsedDatabase(gateways, role, Bounds.LIVE), "the gateway's database")
                    : scratch(
                            routes,
                            data,
                            "an empty database: a file of tables/ is not in the gateway's yet, or not as it is here");
        } catch (SQLException | TablesAway e) {
            throw new InvalidConfiguration("The database does not answer: " + FlowTables.oneLine(e), e);
        }
    }

    private static RehearsalPlace scratch(Path routes, Path data, String rows)
            throws InvalidRouteSet, TablesAway, SQLException {
        ScratchDatabase scratch = ScratchDatabase.start(data);
        try {
            FlowRole role = FlowRights.find(scratch.pool());
            new FlowTables(scratch.pool(), role).apply(routes, List.of());
            return new RehearsalPlace(scratch, new RehearsedDatabase(scratch.pool(), role, Bounds.ALONE), rows);
        } catch (InvalidRouteSet | TablesAway | SQLException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** One without rows, whatever there is of a gateway. */
    static RehearsalPlace empty(Path routes, Path data) throws InvalidRouteSet {
        try {
            return scratch(
                    routes,
                    data,
                    "an empty database: a file of tables/ is not in the gateway's yet, or not as it is here");
        } catch (SQLException | TablesAway e) {
            throw new InvalidConfiguration("The database does not answer: " + FlowTables.oneLine(e), e);
        }
    }

    boolean isGateways() {
        return scratch == null;
    }

    RehearsedDatabase database() {
        return database;
    }

    /** Whose rows the flows have found there. */
    String rows() {
        return rows;
    }

    @Override
    public void close() {
        database.close();
        if (scratch != null) {
            scratch.close();
        }
    }
}

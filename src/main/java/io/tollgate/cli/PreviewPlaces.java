package io.tollgate.cli;

import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.rehearsal.RehearsedDatabase;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * The databases of a preview: the gateway's for both sets, if it has the tables of both; else an empty one each, since rows
 * that the one finds and the other does not would look like a difference.
 */
final class PreviewPlaces implements AutoCloseable {
    private final RehearsalPlace now;
    private final RehearsalPlace next;

    private PreviewPlaces(RehearsalPlace now, RehearsalPlace next) {
        this.now = now;
        this.next = next;
    }

    /**
     * @param gateways null for none
     * @param now the folder of the routes that run
     * @param next the folder of those that may
     * @throws InvalidRouteSet for a table that cannot be made
     */
    static PreviewPlaces of(DataSource gateways, Path now, Path next, Path data) throws InvalidRouteSet {
        RehearsalPlace first = RehearsalPlace.of(gateways, next, data);
        try {
            RehearsalPlace second =
                    first.isGateways() ? RehearsalPlace.of(gateways, now, data) : RehearsalPlace.empty(now, data);
            if (first.isGateways() && !second.isGateways()) {
                first.close();
                first = RehearsalPlace.empty(next, data);
            }
            return new PreviewPlaces(second, first);
        } catch (InvalidRouteSet | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    RehearsedDatabase now() {
        return now.database();
    }

    RehearsedDatabase next() {
        return next.database();
    }

    /** Whose rows the flows have found. */
    String rows() {
        return next.rows();
    }

    @Override
    public void close() {
        now.close();
        next.close();
    }
}

package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.RouteSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Some events, one after the other, on what those before have left; in one transaction, of which nothing is left in the end. */
public final class Scene implements AutoCloseable {
    private final RouteSet routes;
    private final RehearsedDatabase database;
    private final QueueFlows queueFlows;
    private final Deadline deadline;
    private final RolledBack transaction;
    private final Set<RowChange> given = new HashSet<>();

    Scene(RouteSet routes, RehearsedDatabase database, QueueFlows queueFlows, Deadline deadline) {
        this.routes = routes;
        this.database = database;
        this.queueFlows = queueFlows;
        this.deadline = deadline;
        this.transaction = database.transaction();
    }

    /**
     * Puts rows into a table before the first event.
     *
     * @param table with its schema
     * @param rows columns by name; those that are left out have their default
     * @throws SQLException when the database refuses one
     */
    public void given(String table, List<ObjectNode> rows) throws SQLException {
        for (ObjectNode row : rows) {
            new GivenRow(table, row).insertInto(transaction.connection());
        }
        given.addAll(transaction.changes(Words.NONE, new java.util.ArrayList<>()));
    }

    /**
     * Runs an event. Ends within the bounds of the database, whatever a flow does; a thread that cannot be ended is left to itself.
     *
     * @param traces whether each step is noted with what the event is by then
     * @return its rows are all that are other ones than in the beginning, by this event or one before
     */
    public Rehearsed run(VerifiedEvent event, boolean traces) {
        return run(event, traces, null);
    }

    /** @param failing the id of a step that is to fail; null for none */
    public Rehearsed run(VerifiedEvent event, boolean traces, String failing) {
        Recording recording = new Recording(event.payload(), transaction, traces, failing);
        Rehearsing rehearsing = new Rehearsing(
                event, recording, routes, queueFlows, given, database.bounds().isShared());
        return deadline.run(database.bounds().event(), recording, rehearsing);
    }

    @Override
    public void close() {
        transaction.end();
    }
}

package io.tollgate.routing.reload;

import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.rehearsal.Bounds;
import io.tollgate.routing.rehearsal.RehearsedDatabase;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.routing.sql.TablesAway;
import io.tollgate.routing.sql.TablesBeside;
import io.tollgate.text.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where two sets are rehearsed: in the gateway's database, in which the tables of what runs are; or, when those of the next set are
 * other ones, in an empty database for each, beside the gateway's.
 */
final class TrialPlaces implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TrialPlaces.class);
    private final TrialParts parts;
    private final boolean isBeside;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private TrialPlaces(TrialParts parts, boolean isBeside) {
        this.parts = parts;
        this.isBeside = isBeside;
    }

    /** @param next the folder of the next set */
    static TrialPlaces of(TrialParts parts, Path next) throws SQLException {
        return new TrialPlaces(parts, !new FlowTables(parts.database(), parts.role()).areAsIn(next));
    }

    /** Whether they are empty databases. */
    boolean isBeside() {
        return isBeside;
    }

    /** Whether there can be such places; else no table of the next set is made anywhere. */
    boolean canBe() throws SQLException {
        return !isBeside || TablesBeside.mayBe(parts.database());
    }

    /**
     * @param name of it
     * @param routes the folder of the set
     */
    RehearsedDatabase of(String name, Path routes) throws InvalidRouteSet, TablesAway, SQLException {
        if (!isBeside) {
            return opened(new RehearsedDatabase(parts.database(), parts.role(), parts.bounds()));
        }
        TablesBeside tables = opened(new TablesBeside(parts.database(), parts.name() + "_" + name, routes));
        return opened(new RehearsedDatabase(
                tables.pool(), tables.role(), Bounds.ALONE.within(parts.bounds().event())));
    }

    /** It is closed with this, before what was opened before it. */
    <T extends AutoCloseable> T opened(T closeable) {
        open.push(closeable);
        return closeable;
    }

    @Override
    public void close() {
        // what is told to end still has to be closed
        Thread.interrupted();
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            log.warn("What routes were rehearsed with was not closed: {}", Reason.of(e));
        }
    }
}

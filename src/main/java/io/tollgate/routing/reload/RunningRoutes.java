package io.tollgate.routing.reload;

import io.tollgate.routing.CamelEventRouter;
import io.tollgate.routing.RouteSet;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.routing.sql.TablesAway;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The route set that events run through, and how the next one takes its place: its tables are brought up to date, its consumers take
 * over from those of the one before, and then events go through it, from one to the next. Used by one thread at a time.
 */
final class RunningRoutes {
    /** @param location of its files */
    private record Used(RouteSet routes, Path location) {}

    private final RouteSetLoader loader;
    private final ReloadRehearsal rehearsal;
    private final FlowTables tables;
    private final CamelEventRouter router;
    private final RouteNews news;
    private final Runnable onFirst;
    private final RetiredRoutes retired;
    private volatile boolean closed;
    private volatile Used current;

    /** @param onFirst runs once there is a set */
    RunningRoutes(
            RouteSetLoader loader,
            ReloadRehearsal rehearsal,
            FlowTables tables,
            CamelEventRouter router,
            RouteNews news,
            Runnable onFirst,
            Clock clock) {
        this.loader = loader;
        this.rehearsal = rehearsal;
        this.tables = tables;
        this.router = router;
        this.news = news;
        this.onFirst = onFirst;
        this.retired = new RetiredRoutes(clock);
    }

    /** The hash of the set; empty while there is none. */
    Optional<String> hash() {
        return Optional.ofNullable(current).map(used -> used.routes().hash());
    }

    /** Null while there is none. May be asked by any thread. */
    InEffect inEffect() {
        Used used = current;
        return used == null ? null : new InEffect(used.routes().hash(), used.location());
    }

    /** The hashes of all sets whose files may be read still, this one's too. */
    Set<String> inUse(String hash) {
        Set<String> inUse = new HashSet<>(Set.of(hash));
        retired.sets().forEach(old -> inUse.add(old.hash()));
        hash().ifPresent(inUse::add);
        return inUse;
    }

    /**
     * @param asking whether a statement that the database refuses refuses the set, and an event that newly fails; not one that has
     *     run before
     * @throws InvalidRouteSet then the one before goes on
     * @throws TablesAway then too; it can be decided once the database is there
     */
    RouteSet use(Snapshot snapshot, Path location, boolean asking) throws InvalidRouteSet, TablesAway {
        RouteSet next = loader.build(snapshot, location);
        try {
            if (asking) {
                if (current == null) {
                    rehearsal.check(snapshot, location, null, "");
                } else {
                    rehearsal.check(
                            snapshot,
                            location,
                            current.location(),
                            current.routes().hash());
                }
            }
            tables.apply(location, asking ? next.statements() : List.of());
        } catch (InvalidRouteSet | TablesAway | RuntimeException e) {
            next.close();
            throw e;
        }
        takeOver(next);
        if (closed) {
            next.close();
            throw new TablesAway("the gateway stops", null);
        }
        Used before = current;
        current = new Used(next, location);
        router.use(next);
        rehearsal.taken(next.hash());
        if (before == null) {
            onFirst.run();
        } else {
            retired.retire(before.routes());
        }
        return next;
    }

    /** The consumers of a queue change over: what the old ones have begun they finish, the rest stays in the queue. */
    private void takeOver(RouteSet next) throws InvalidRouteSet {
        if (current != null) {
            current.routes().stopConsumers();
        }
        boolean started = false;
        try {
            next.startConsumers();
            started = true;
        } finally {
            if (!started) {
                next.close();
                takeBack();
            }
        }
    }

    private void takeBack() {
        if (current == null) {
            return;
        }
        current.routes().restartConsumers();
        try {
            tables.apply(current.location(), List.of());
        } catch (InvalidRouteSet | TablesAway | RuntimeException e) {
            news.tablesNotTakenBack(current.routes().hash(), String.valueOf(e.getMessage()));
        }
    }

    /** Closes the sets that no event and no message is in any more. */
    void closeIdle() {
        retired.closeIdle();
    }

    /** From now on no set is taken. */
    void stopTaking() {
        closed = true;
    }

    boolean isStopped() {
        return closed;
    }

    /** All sets, side by side. */
    void close() {
        router.use(null);
        RouteSet.closeAll(Stream.concat(Stream.ofNullable(current).map(Used::routes), retired.sets())
                .toList());
    }
}

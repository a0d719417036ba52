package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The route set that events run through, and how the next one takes its place: it is checked, its tables are brought up to
 * date, its consumers take over from those of the one before, and then events go through it, from one to the next. A set
 * that is refused changes nothing; the one before goes on, also over a restart. Receiving has no part in this.
 */
final class CurrentRoutes implements AutoCloseable {
    /** Longer than an attempt may take. What is still in a set then is a flow that does not end. */
    private static final Duration LONGEST_STAY = Duration.ofMinutes(2);

    private record Retired(RouteSet routes, Instant at) {}

    private final RouteSetLoader loader;
    private final FlowTables tables;
    private final KeptRoutes kept;
    private final CamelEventRouter router;
    private final RouteNews news;
    private final Runnable onFirst;
    private final Clock clock;
    private final List<Retired> retired = new ArrayList<>();
    private RouteSet current;
    private boolean lastGoodWaits;

    /** @param onFirst runs once there is a set */
    CurrentRoutes(
            RouteSetLoader loader,
            FlowTables tables,
            KeptRoutes kept,
            CamelEventRouter router,
            RouteNews news,
            Runnable onFirst,
            Clock clock) {
        this.loader = loader;
        this.tables = tables;
        this.kept = kept;
        this.router = router;
        this.news = news;
        this.onFirst = onFirst;
        this.clock = clock;
    }

    /**
     * Takes the set or refuses it.
     *
     * @param folder where the snapshot is of
     * @return false when it could not be decided, since the database is away
     */
    synchronized boolean take(Snapshot snapshot, Path folder) {
        if (current != null && current.hash().equals(snapshot.hash())) {
            news.asBefore();
            return true;
        }
        try {
            Path location = kept(snapshot, folder);
            RouteSet next = use(snapshot, location);
            if (!location.equals(folder)) {
                markGood(next);
            }
            news.taken(next);
            return true;
        } catch (InvalidRouteSet e) {
            refuse(snapshot.hash(), e.findings());
            return true;
        } catch (DatabaseAway e) {
            news.waits(snapshot.hash(), e.getMessage());
            return false;
        }
    }

    /** A data folder that cannot be written is no reason to route nothing. */
    private Path kept(Snapshot snapshot, Path folder) {
        try {
            return kept.keep(snapshot);
        } catch (IOException e) {
            news.notKept(snapshot.hash(), e);
            return folder;
        }
    }

    private void markGood(RouteSet routes) {
        try {
            kept.markGood(routes.hash());
        } catch (IOException e) {
            news.notKept(routes.hash(), e);
        }
    }

    /** Also for a folder that cannot be read. */
    synchronized void refuse(String hash, List<Finding> findings) {
        news.refused(hash, findings);
        if (current == null) {
            useLastGood();
        }
    }

    private void useLastGood() {
        try {
            Optional<Path> lastGood = kept.lastGood();
            if (lastGood.isPresent()) {
                news.lastGood(use(RouteSetLoader.snapshot(lastGood.get()), lastGood.get()));
            }
            lastGoodWaits = false;
        } catch (DatabaseAway e) {
            news.waits("last-good", e.getMessage());
            lastGoodWaits = true;
        } catch (InvalidRouteSet | IOException e) {
            news.noLastGood(e.getMessage());
        }
    }

    private RouteSet use(Snapshot snapshot, Path location) throws InvalidRouteSet, DatabaseAway {
        RouteSet next = loader.build(snapshot, location);
        try {
            tables.apply(location);
            takeOver(next);
        } catch (InvalidRouteSet | DatabaseAway | RuntimeException e) {
            next.close();
            throw e;
        }
        RouteSet before = current;
        current = next;
        router.use(next);
        if (before == null) {
            onFirst.run();
        } else {
            before.retire();
            retired.add(new Retired(before, clock.instant()));
        }
        return next;
    }

    /** The consumers of a queue change over: what the old ones have begun they finish, the rest stays in the queue. */
    private void takeOver(RouteSet next) throws InvalidRouteSet {
        if (current != null) {
            current.stopConsumers();
        }
        try {
            next.startConsumers();
        } catch (InvalidRouteSet e) {
            next.stopConsumers();
            if (current != null) {
                current.startConsumers();
            }
            throw e;
        }
    }

    /** What is left to do: closes sets that no event is in any more, and takes the last good one when it had to wait. */
    synchronized void tidy() {
        if (current == null && lastGoodWaits) {
            useLastGood();
        }
        Instant longest = clock.instant().minus(LONGEST_STAY);
        retired.removeIf(old -> {
            boolean over = old.routes().isIdle() || old.at().isBefore(longest);
            if (over) {
                old.routes().close();
            }
            return over;
        });
    }

    /** Runs after the relay has stopped, and before the broker's and the database's beans go. */
    @Override
    public synchronized void close() {
        router.use(null);
        retired.forEach(old -> old.routes().close());
        if (current != null) {
            current.close();
        }
    }
}

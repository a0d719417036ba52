package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The route set that events run through, and how the next one takes its place: it is checked, its tables are brought up to
 * date, its consumers take over from those of the one before, and then events go through it, from one to the next. A set
 * that is refused changes nothing; the one before goes on, also over a restart. Receiving has no part in this.
 */
final class CurrentRoutes implements AutoCloseable {
    /** Longer than an attempt may take. What is still in a set then is a flow that does not end. */
    private static final Duration LONGEST_STAY = Duration.ofMinutes(10);

    private static final int CLOSE_SECONDS = 3;

    /** @param location of its files */
    private record Used(RouteSet routes, Path location) {}

    private record Retired(RouteSet routes, Instant at) {}

    private final RouteSetLoader loader;
    private final FlowTables tables;
    private final KeptRoutes kept;
    private final CamelEventRouter router;
    private final RouteNews news;
    private final Runnable onFirst;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Retired> retired = new ArrayList<>();
    private volatile boolean closed;
    private Used current;
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
     * @return false when it could not be decided, since the database is away, or all is being closed
     */
    boolean take(Snapshot snapshot, Path folder) {
        lock.lock();
        try {
            if (current != null && current.routes().hash().equals(snapshot.hash())) {
                news.asBefore();
                return true;
            }
            Path location = kept(snapshot, folder);
            news.taken(use(snapshot, location, true));
            if (!location.equals(folder)) {
                markGood(snapshot.hash());
            }
            return true;
        } catch (InvalidRouteSet e) {
            forgetOld(snapshot.hash());
            return !closed && refused(snapshot.hash(), e.findings());
        } catch (TablesAway e) {
            news.waits(snapshot.hash(), e.getMessage());
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** For a folder that cannot be read. */
    void refuse(String hash, List<Finding> findings) {
        lock.lock();
        try {
            refused(hash, findings);
        } finally {
            lock.unlock();
        }
    }

    private boolean refused(String hash, List<Finding> findings) {
        news.refused(hash, findings);
        if (current == null) {
            useLastGood();
        }
        return true;
    }

    private void useLastGood() {
        lastGoodWaits = false;
        try {
            Optional<Path> lastGood = kept.lastGood();
            if (lastGood.isPresent()) {
                news.lastGood(use(RouteSetLoader.snapshot(lastGood.get()), lastGood.get(), false));
            }
        } catch (TablesAway e) {
            news.waits("last-good", e.getMessage());
            lastGoodWaits = true;
        } catch (InvalidRouteSet | IOException | RuntimeException e) {
            news.noLastGood(String.valueOf(e.getMessage()));
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

    private void markGood(String hash) {
        try {
            kept.markGood(hash, inUse(hash));
        } catch (IOException e) {
            news.notKept(hash, e);
        }
    }

    private void forgetOld(String refused) {
        try {
            kept.forgetOld(inUse(refused));
        } catch (IOException e) {
            news.notKept(refused, e);
        }
    }

    private Set<String> inUse(String hash) {
        Set<String> inUse = new HashSet<>(Set.of(hash));
        retired.forEach(old -> inUse.add(old.routes().hash()));
        if (current != null) {
            inUse.add(current.routes().hash());
        }
        return inUse;
    }

    /** @param asking whether a statement that the database refuses refuses the set; not one that has run before */
    private RouteSet use(Snapshot snapshot, Path location, boolean asking) throws InvalidRouteSet, TablesAway {
        RouteSet next = loader.build(snapshot, location);
        try {
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
        if (before == null) {
            onFirst.run();
        } else {
            before.routes().retire();
            retired.add(new Retired(before.routes(), clock.instant()));
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

    /** What is left to do: closes sets that no event is in any more, and takes the last good one when it had to wait. */
    void tidy() {
        lock.lock();
        try {
            if (current == null && lastGoodWaits) {
                useLastGood();
            }
            Instant longest = clock.instant().minus(LONGEST_STAY);
            List<Retired> over = retired.stream()
                    .filter(old -> old.routes().isIdle() || old.at().isBefore(longest))
                    .toList();
            retired.removeAll(over);
            over.forEach(old -> old.routes().close());
        } finally {
            lock.unlock();
        }
    }

    /** From now on no set is taken. */
    void stopTaking() {
        closed = true;
    }

    /** Runs after the relay has stopped, and before the broker's and the database's beans go. */
    @Override
    public void close() {
        stopTaking();
        boolean locked = false;
        try {
            // What is being taken closes itself.
            locked = lock.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        router.use(null);
        RouteSet.closeAll(Stream.concat(
                        Stream.ofNullable(current).map(Used::routes),
                        List.copyOf(retired).stream().map(Retired::routes))
                .toList());
        if (locked) {
            lock.unlock();
        }
    }
}

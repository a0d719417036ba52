package io.tollgate.routing.reload;

import io.tollgate.routing.CamelEventRouter;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.routing.sql.TablesAway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes or refuses each set of routes that the folder holds. One that is refused changes nothing; the one before goes on, also over a
 * restart. Receiving has no part in this.
 */
public final class CurrentRoutes implements AutoCloseable {
    private static final int CLOSE_SECONDS = 3;

    private final RunningRoutes running;
    private final ReloadRehearsal rehearsal;
    private final RouteKeeping keeping;
    private final RouteNews news;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean lastGoodWaits;

    /** @param onFirst runs once there is a set */
    CurrentRoutes(
            RouteSetLoader loader,
            ReloadRehearsal rehearsal,
            FlowTables tables,
            KeptRoutes kept,
            CamelEventRouter router,
            RouteNews news,
            Runnable onFirst,
            Clock clock) {
        this.running = new RunningRoutes(loader, rehearsal, tables, router, news, onFirst, clock);
        this.rehearsal = rehearsal;
        this.keeping = new RouteKeeping(kept, news);
        this.news = news;
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
            if (running.hash().filter(snapshot.hash()::equals).isPresent()) {
                news.asBefore();
                return true;
            }
            Path location = keeping.keep(snapshot, folder);
            news.taken(running.use(snapshot, location, true));
            if (!location.equals(folder)) {
                keeping.markGood(snapshot.hash(), running.inUse(snapshot.hash()));
            }
            return true;
        } catch (InvalidRouteSet e) {
            keeping.forgetOld(snapshot.hash(), running.inUse(snapshot.hash()));
            return !running.isStopped() && refused(snapshot.hash(), e.findings());
        } catch (TablesAway e) {
            news.waits(snapshot.hash(), e.getMessage());
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Null while no events can be routed. */
    InEffect inEffect() {
        return running.inEffect();
    }

    /** Whether a set that was refused for its rehearsal is to be taken all the same. */
    boolean isAcceptedMeanwhile(String hash) {
        return rehearsal.isAcceptedMeanwhile(hash);
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
        if (running.hash().isEmpty()) {
            useLastGood();
        }
        news.refusedAtStart();
        return true;
    }

    private void useLastGood() {
        lastGoodWaits = false;
        try {
            Optional<Path> lastGood = keeping.lastGood();
            if (lastGood.isPresent()) {
                news.lastGood(running.use(RouteSetLoader.snapshot(lastGood.get()), lastGood.get(), false));
            }
        } catch (TablesAway e) {
            news.waits("last-good", e.getMessage());
            lastGoodWaits = true;
        } catch (InvalidRouteSet | IOException | RuntimeException e) {
            news.noLastGood(String.valueOf(e.getMessage()));
        }
    }

    /** What is left to do: closes sets that no event is in any more, and takes the last good one when it had to wait. */
    void tidy() {
        lock.lock();
        try {
            if (running.hash().isEmpty() && lastGoodWaits) {
                useLastGood();
            }
            running.closeIdle();
        } finally {
            lock.unlock();
        }
    }

    /** From now on no set is taken. */
    void stopTaking() {
        running.stopTaking();
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
        running.close();
        if (locked) {
            lock.unlock();
        }
    }
}

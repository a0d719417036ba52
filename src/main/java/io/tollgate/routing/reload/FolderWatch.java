package io.tollgate.routing.reload;

import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Looks at the folder of routes twice a second, and hands on what has changed. It compares contents, and not times or
 * notifications: those do not come on bind mounts, and mislead where a link is swapped. A change counts once two looks in a
 * row have seen the same, so that an editor or a copy can finish.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);
    private static final long INTERVAL_MILLIS = 500;
    /** Each try of a set that has to wait may wait for locks in the database. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final String UNREADABLE = "unreadable";

    private final Path folder;
    private final boolean goesOn;
    private final CurrentRoutes routes;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "routes-watch");
        thread.setDaemon(true);
        return thread;
    });
    private String lastLook;
    private String decided;
    private String lastFailure;
    private String waits;
    private long waitsSince;

    /** @param goesOn whether it still looks once the first set is taken or refused */
    FolderWatch(Path folder, boolean goesOn, CurrentRoutes routes) {
        this.folder = folder;
        this.goesOn = goesOn;
        this.routes = routes;
    }

    /** Beside the warm-up; readiness never waits for the routes. The first look counts at once. */
    @EventListener(ApplicationStartedEvent.class)
    void start() {
        timer.execute(() -> look(true));
        timer.scheduleWithFixedDelay(() -> look(false), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(boolean counts) {
        try {
            routes.tidy();
            if (decided != null && !goesOn) {
                return;
            }
            look(RouteSetLoader.snapshot(folder), counts);
        } catch (InvalidRouteSet e) {
            if (isNew(UNREADABLE, counts)) {
                decided = UNREADABLE;
                routes.refuse(UNREADABLE, e.findings());
            }
        } catch (Throwable t) {
            // One that comes out would end the timer.
            if (!t.toString().equals(lastFailure)) {
                log.error("The routes in {} could not be looked at, which is tried again and again", folder, t);
                lastFailure = t.toString();
            }
        }
    }

    private void look(Snapshot snapshot, boolean counts) {
        if (!isNew(snapshot.hash(), counts)
                || snapshot.hash().equals(waits) && System.nanoTime() - waitsSince < PAUSE_NANOS) {
            return;
        }
        if (routes.take(snapshot, folder)) {
            decided = snapshot.hash();
            waits = null;
        } else {
            waits = snapshot.hash();
            waitsSince = System.nanoTime();
        }
    }

    private boolean isNew(String hash, boolean counts) {
        boolean settled = counts || hash.equals(lastLook);
        lastLook = hash;
        return settled && (!hash.equals(decided) || routes.isAcceptedMeanwhile(hash));
    }

    /** Before anything else stops. Waits for a change over in progress, but not for long. */
    @Override
    @EventListener(ContextClosedEvent.class)
    public void close() {
        routes.stopTaking();
        timer.shutdownNow();
        try {
            timer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

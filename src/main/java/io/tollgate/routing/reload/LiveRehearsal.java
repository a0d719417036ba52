package io.tollgate.routing.reload;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.preview.Known;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.RehearsedDatabase;
import io.tollgate.text.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An event through the routes that run, inside the gateway: nothing is sent, what is written is rolled back within 100 ms, and code of the
 * team's own is not run. It takes no connection and no thread of those who route, and there is one at a time.
 */
public class LiveRehearsal {
    static final Duration LONGEST = Duration.ofSeconds(6);
    private static final int TRIES = 5;

    private final TrialParts parts;
    private final Supplier<InEffect> routes;
    private final Duration longest;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Of which the time was over. */
    private volatile Thread late;
    /** Of code in it that hears no interrupt. */
    private volatile List<Thread> left = List.of();

    /** @param routes gives null while there are none */
    LiveRehearsal(TrialParts parts, Supplier<InEffect> routes, Duration longest) {
        this.parts = parts;
        this.routes = routes;
        this.longest = longest;
    }

    /** @param routes the hash of those that it went through */
    public record Tried(String routes, Rehearsed rehearsed) {}

    /** @throws NotRehearsed also when another one is under way */
    public Tried rehearse(VerifiedEvent event, boolean traces) throws NotRehearsed {
        if (!busy.compareAndSet(false, true)) {
            throw new NotRehearsed("Another event is being rehearsed: ask again once it has ended.", true);
        }
        try {
            if (Stream.concat(Stream.ofNullable(late), left.stream()).anyMatch(Thread::isAlive)) {
                throw new NotRehearsed(
                        "What was rehearsed before has not ended yet: ask again later. What hears no interrupt ends with the gateway.",
                        true);
            }
            return run(event, traces);
        } finally {
            busy.set(false);
        }
    }

    private Tried run(VerifiedEvent event, boolean traces) throws NotRehearsed {
        FutureTask<Tried> task = new FutureTask<>(() -> tried(event, traces));
        Thread thread = new Thread(task, "event-rehearsal");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            late = thread;
            task.cancel(true);
            throw new NotRehearsed(
                    "It took longer than " + longest.toSeconds()
                            + " s: ask again, or use ./tollgate try on another machine.",
                    true);
        } catch (InterruptedException e) {
            late = thread;
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotRehearsed("The gateway stops.", true);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NotRehearsed said
                    ? said
                    : new NotRehearsed("The rehearsal has failed: " + Reason.of(e.getCause()) + ".", false);
        }
    }

    private Tried tried(VerifiedEvent event, boolean traces)
            throws NotRehearsed, InvalidRouteSet, IOException, SQLException {
        InEffect now = routes.get();
        if (now == null) {
            throw new NotRehearsed("No routes are in effect: /api/v1/routes/decisions says why.", false);
        }
        if (!now.hash().equals(Snapshot.of(now.location()).hash())) {
            throw new NotRehearsed(
                    "The files of the routes that run are no longer where they were: let tollgate.data (TOLLGATE_DATA) be a folder"
                            + " that can be written.",
                    false);
        }
        try (RehearsedDatabase database = new RehearsedDatabase(parts.database(), parts.role(), parts.bounds());
                Rehearsal rehearsal = Rehearsal.unasked(
                        RouteSetLoader.snapshot(now.location()),
                        now.location(),
                        parts.settings(),
                        database,
                        OfflineRoutes.queueParts())) {
            try {
                return new Tried(now.hash(), Known.of(rehearsal, event, TRIES, traces));
            } finally {
                left = List.copyOf(rehearsal.left());
            }
        }
    }
}

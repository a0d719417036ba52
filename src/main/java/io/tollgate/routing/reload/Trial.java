package io.tollgate.routing.reload;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.preview.NewFailures;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.text.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The last events through a set that is to take effect, and through the one that runs. Ends early once its thread is interrupted. */
final class Trial implements Runnable {
    private static final int PAGE = 20;

    private final TrialParts parts;
    private final Snapshot next;
    private final Path location;
    private final Path now;
    private final String nowHash;
    private final List<Rehearsal> rehearsals = new CopyOnWriteArrayList<>();
    private volatile NewFailures found;
    private volatile boolean isWhole;
    private volatile boolean isBeside;
    private volatile String obstacle;

    /**
     * @param location where the files of the next set are
     * @param now where those of the set that runs are
     * @param nowHash of that set
     */
    Trial(TrialParts parts, Snapshot next, Path location, Path now, String nowHash) {
        this.parts = parts;
        this.next = next;
        this.location = location;
        this.now = now;
        this.nowHash = nowHash;
    }

    @Override
    public void run() {
        try (TrialPlaces places = TrialPlaces.of(parts, location)) {
            if (!nowHash.equals(Snapshot.of(now).hash())) {
                obstacle =
                        "the files of the routes that run are no longer where they were, since the data folder keeps none";
                return;
            }
            if (!places.canBe()) {
                obstacle =
                        "a file of tables/ is new or another one, and this gateway's user may make no database to try it in (ALTER ROLE"
                                + " ... CREATEDB); ./tollgate preview tries it elsewhere";
                return;
            }
            isBeside = places.isBeside();
            found = new NewFailures(rehearsal(places, "next", next, location), new NewFailures.Running() {
                private Rehearsal running;

                @Override
                public Rehearsal get() throws InvalidRouteSet {
                    running = running == null ? rehearsal(places, "now", RouteSetLoader.snapshot(now), now) : running;
                    return running;
                }
            });
            isWhole = events();
        } catch (InterruptedException e) {
            // the time is over
        } catch (Exception | LinkageError | StackOverflowError e) {
            obstacle = Reason.of(e);
        }
    }

    private Rehearsal rehearsal(TrialPlaces places, String name, Snapshot set, Path folder) throws InvalidRouteSet {
        try {
            Rehearsal rehearsal = places.opened(Rehearsal.unasked(
                    set, folder, parts.settings(), places.of(name, folder), OfflineRoutes.queueParts()));
            rehearsals.add(rehearsal);
            return rehearsal;
        } catch (InvalidRouteSet e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return whether all were tried */
    private boolean events() throws InvalidRouteSet, InterruptedException {
        List<VerifiedEvent> notKnown = new ArrayList<>();
        VerifiedEvent last = null;
        List<VerifiedEvent> page;
        int tried = 0;
        do {
            page = parts.entries().newest(Math.min(PAGE, parts.events() - tried), last);
            for (VerifiedEvent event : page) {
                awaitLate();
                if (!found.add(event) && notKnown.size() < PAGE) {
                    notKnown.add(event);
                }
                last = event;
            }
            tried += page.size();
        } while (tried < parts.events() && page.size() == PAGE);
        for (VerifiedEvent event : notKnown) {
            awaitLate();
            found.again(event);
        }
        return true;
    }

    /** @throws InterruptedException when the time is over */
    private void awaitLate() throws InterruptedException {
        for (Thread late : left()) {
            late.join();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** What has been found so far; null while nothing could be. */
    NewFailures found() {
        return found;
    }

    /** Whether it was in an empty database, where no row of before is in the way of another. */
    boolean isBeside() {
        return isBeside;
    }

    boolean isWhole() {
        return isWhole;
    }

    /** Why nothing more can be known; null for nothing but the time. */
    String obstacle() {
        return obstacle;
    }

    /** Threads of events that do not end. */
    List<Thread> left() {
        return rehearsals.stream()
                .flatMap(rehearsal -> rehearsal.left().stream())
                .toList();
    }
}

package io.tollgate.routing.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs each event on a thread of its own to bounds, and leaves one to itself that does not hear its end. */
final class Deadline implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(500);
    private final List<Thread> left = new ArrayList<>();
    private Thread current;
    private ExecutorService thread = newThread();

    private ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "rehearsal");
            thread.setDaemon(true);
            current = thread;
            return thread;
        });
    }

    /** The threads that have not ended when they should have. */
    List<Thread> left() {
        left.removeIf(thread -> !thread.isAlive());
        return left;
    }

    Rehearsed run(Duration longest, Recording recording, Rehearsing rehearsing) {
        Future<Rehearsed> running = thread.submit(rehearsing::run);
        String why = "took longer than " + longest.toMillis() + " ms";
        try {
            return running.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            recording.end(why);
            return late(running, why, rehearsing);
        } catch (ExecutionException e) {
            return rehearsing.failed(e.getCause());
        } catch (InterruptedException e) {
            recording.end("was stopped");
            Thread.currentThread().interrupt();
            return rehearsing.notKnown("was stopped");
        }
    }

    /** What hears it ends at once, and the thread is taken for the next event. */
    private Rehearsed late(Future<Rehearsed> running, String why, Rehearsing rehearsing) {
        try {
            running.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            leave();
        } catch (ExecutionException e) {
            // it has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return rehearsing.notKnown(why);
    }

    private void leave() {
        left.add(current);
        thread.shutdownNow();
        thread = newThread();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

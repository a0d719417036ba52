package io.tollgate.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The durable truth: one row an event. Concurrent callers share a commit: what is waiting is drained into one INSERT.
 *
 * <p>PENDING → ROUTED | DEAD; nothing else ever happens to a row here.
 */
public class Inbox implements AutoCloseable {
    private final BlockingQueue<WaitingEvent> queue;
    private final List<GroupCommitWriter> writers = new ArrayList<>();
    private final List<Runnable> storedListeners = new CopyOnWriteArrayList<>();
    private final InboxProperties properties;

    Inbox(EventInsert insert, InboxProperties properties) {
        this.properties = properties;
        this.queue = new ArrayBlockingQueue<>(properties.queueCapacity());
        for (int i = 1; i <= properties.writers(); i++) {
            writers.add(new GroupCommitWriter("inbox-writer-" + i, queue, insert, properties.batch(), this::stored));
        }
        writers.forEach(GroupCommitWriter::start);
    }

    /**
     * Stores the event unless it is known. Once this returns, the event survives a crash.
     *
     * @return false when Stripe sent it before
     * @throws NotStored when the database is away or too slow, or too many events are waiting; the event may be stored
     *     nonetheless when only the answer was late, and is then a duplicate when Stripe sends it again
     */
    public boolean accept(VerifiedEvent event) {
        WaitingEvent waiting = new WaitingEvent(event);
        if (!queue.offer(waiting)) {
            throw new NotStored("More than " + properties.queueCapacity() + " events wait to be stored");
        }
        try {
            return waiting.isNew().get(properties.storeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            waiting.isNew().cancel(false);
            throw new NotStored("The database did not commit within " + properties.storeTimeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotStored("Interrupted while storing", e);
        } catch (ExecutionException e) {
            throw new NotStored(
                    "The database did not store the event: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Calls the listener after each commit that stored something; it must return at once. */
    public void onStored(Runnable listener) {
        storedListeners.add(listener);
    }

    /** Whether the next event has a place to wait, and somebody to write it. */
    boolean hasRoom() {
        return queue.remainingCapacity() > 0 && writers.stream().anyMatch(Thread::isAlive);
    }

    int waiting() {
        return queue.size();
    }

    private void stored() {
        storedListeners.forEach(Runnable::run);
    }

    /** Writes what is waiting, then ends the writers. */
    @Override
    public void close() {
        writers.forEach(GroupCommitWriter::close);
    }
}

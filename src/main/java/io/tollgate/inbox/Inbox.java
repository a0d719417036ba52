package io.tollgate.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * The durable truth: one row an event. Concurrent callers share a commit: what is waiting is drained into one INSERT.
 *
 * <p>PENDING → ROUTED | DEAD; nothing else ever happens to a row here.
 */
public class Inbox implements AutoCloseable {
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final BlockingQueue<Waiting> queue;
    private final List<GroupCommitWriter> writers = new ArrayList<>();
    private final HandOff handOff = new HandOff(System::nanoTime);
    private final Precedence precedence = new Precedence();
    private final InboxProperties properties;
    private final Database database;

    /** An event in front of the writers; completed after its commit. */
    record Waiting(VerifiedEvent event, CompletableFuture<Boolean> isNew) {
        Waiting(VerifiedEvent event) {
            this(event, new CompletableFuture<>());
        }

        String id() {
            return event.id();
        }

        /** The caller gave up and was answered 503. */
        boolean abandoned() {
            return isNew.isCancelled();
        }
    }

    Inbox(EventInsert insert, InboxProperties properties, MeterRegistry registry) {
        this.properties = properties;
        this.queue = new ArrayBlockingQueue<>(properties.queueCapacity());
        this.database = new Database(insert, properties.probe(), this::failWaiting);
        for (int i = 1; i <= properties.writers(); i++) {
            writers.add(new GroupCommitWriter(
                    "inbox-writer-" + i, queue, insert, properties.batch(), database, handOff, precedence, registry));
        }
        Gauge.builder("tollgate.inbox.queue", queue, BlockingQueue::size)
                .description("Events in front of the writers; at tollgate.inbox.queue-capacity the next one gets 503")
                .register(registry);
        writers.forEach(GroupCommitWriter::start);
    }

    /** For whoever stores some events and routes none; to be closed. */
    public static Inbox open(DataSource dataSource) {
        InboxProperties properties = InboxProperties.DEFAULTS;
        EventInsert insert = new EventInsert(dataSource, properties.storeTimeout(), Claims.DATABASE_CLOCK);
        return new Inbox(insert, properties, new SimpleMeterRegistry());
    }

    /**
     * Stores the event unless it is known. Once this returns, the event survives a crash. It waits for the store timeout,
     * reckoned from the event's arrival, or from now when it has none.
     *
     * @return false when Stripe sent it before
     * @throws InboxUnavailable when the database is away or too slow, or too many events are waiting; the event may be
     *     stored nonetheless when only the answer was late, and is then a duplicate when Stripe sends it again
     * @throws NotStored when the database refuses this event
     */
    public boolean accept(VerifiedEvent event) {
        try (Span span = event.span().child(Kind.INTERNAL, "store")) {
            try {
                return store(event);
            } catch (RuntimeException e) {
                span.failed(e);
                throw e;
            }
        }
    }

    private boolean store(VerifiedEvent event) {
        database.require();
        Arrival arrival = event.passage().arrival() == null
                ? Arrival.now()
                : event.passage().arrival();
        Duration left = arrival.left(properties.storeTimeout());
        if (left.toMillis() <= 0) {
            throw new InboxUnavailable("It waited for " + properties.storeTimeout() + " before its turn came");
        }
        Waiting waiting = new Waiting(event);
        boolean hasPlace = !event.warmUp() || queue.size() < queue.remainingCapacity();
        if (!hasPlace || !queue.offer(waiting)) {
            throw new InboxUnavailable("More than " + properties.queueCapacity() + " events wait to be stored");
        }
        return await(waiting, left);
    }

    private boolean await(Waiting waiting, Duration left) {
        try {
            return waiting.isNew().get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            waiting.isNew().cancel(false);
            throw new InboxUnavailable("The database did not commit within " + properties.storeTimeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InboxUnavailable("Interrupted while storing", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InboxUnavailable everyones) {
                throw new InboxUnavailable(everyones.getMessage(), everyones);
            }
            throw new NotStored(
                    "The database did not store the event: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** By which the relay of this process gets what is stored here. */
    public HandOff handOff() {
        return handOff;
    }

    /** What the relay of this process asks before each attempt. */
    public Precedence precedence() {
        return precedence;
    }

    /** Whether the next event has a place to wait, and somebody to write it. */
    boolean hasRoom() {
        return queue.remainingCapacity() > 0 && writers.stream().anyMatch(Thread::isAlive);
    }

    boolean isDatabaseAway() {
        return database.isAway();
    }

    int waiting() {
        return queue.size();
    }

    private void failWaiting() {
        List<Waiting> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(event -> event.isNew().completeExceptionally(new InboxUnavailable("The database went away")));
    }

    /** Writes what is waiting, then ends the writers; leaves one that hangs after 2 s, as nobody waits for it any more. */
    @Override
    public void close() {
        writers.forEach(GroupCommitWriter::requestStop);
        long end = System.nanoTime() + CLOSE_NANOS;
        try {
            for (GroupCommitWriter writer : writers) {
                writer.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}

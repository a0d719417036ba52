package io.tollgate.inbox;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.inbox.Inbox.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Drains what is waiting into one INSERT with one commit, and only then completes the callers. */
final class GroupCommitWriter extends Thread {
    private static final int LARGE_BATCH = 16;
    /** PostgreSQL takes 1 GB in one message, in which each byte is two digits; one event may still be as large as allowed. */
    private static final long MOST_BYTES = 16 << 20;

    private static final Duration LONGEST_REST = Duration.ofMillis(10);

    private final BlockingQueue<Waiting> queue;
    private final EventInsert insert;
    private final int maxBatch;
    private final Pacing pacing;
    private final Database database;
    private final HandOff handOff;
    private final Precedence precedence;
    private final WarmUpWrites warmUp;
    private final Timer commits;
    private final DistributionSummary sizes;
    private volatile boolean closing;

    GroupCommitWriter(
            String name,
            BlockingQueue<Waiting> queue,
            EventInsert insert,
            int maxBatch,
            Database database,
            HandOff handOff,
            Precedence precedence,
            MeterRegistry registry) {
        super(name);
        setDaemon(true);
        this.queue = queue;
        this.insert = insert;
        this.maxBatch = maxBatch;
        this.pacing = new Pacing(Math.min(LARGE_BATCH, maxBatch), LONGEST_REST);
        this.database = database;
        this.handOff = handOff;
        this.precedence = precedence;
        this.warmUp = new WarmUpWrites(insert, database, handOff);
        this.commits = Histograms.times(registry, "tollgate.inbox.commit", "Storing a batch, commit included");
        this.sizes = Histograms.sizes(registry, "tollgate.inbox.batch", "Events stored by one commit");
    }

    @Override
    public void run() {
        List<Waiting> batch = new ArrayList<>(maxBatch);
        while (!closing || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    fill(batch, first);
                    warmUp.takeFrom(batch);
                    long start = System.nanoTime();
                    store(batch);
                    precedence.stored(batch.size());
                    if (!queue.isEmpty()) {
                        pacing.rest(batch.size(), System.nanoTime() - start);
                    }
                } else {
                    precedence.idle();
                }
            } catch (InterruptedException e) {
                closing = true;
            } catch (Throwable t) {
                fail(batch, t);
            } finally {
                batch.clear();
            }
        }
    }

    private void fill(List<Waiting> batch, Waiting first) {
        long bytes = 0;
        for (Waiting next = first; next != null; next = queue.poll()) {
            bytes += next.event().payload().length;
            if (!next.abandoned()) {
                batch.add(next);
            }
            if (batch.size() >= maxBatch || bytes >= MOST_BYTES) {
                return;
            }
        }
    }

    private void store(List<Waiting> batch) {
        if (batch.isEmpty()) {
            return;
        }
        database.require();
        Map<String, VerifiedEvent> events = new LinkedHashMap<>();
        batch.forEach(waiting -> events.merge(waiting.id(), waiting.event(), GroupCommitWriter::firstThatIsRouted));
        try {
            Set<String> newIds = write(List.copyOf(events.values()));
            batch.forEach(waiting -> waiting.isNew()
                    .complete(events.get(waiting.id()) == waiting.event() && newIds.contains(waiting.id())));
        } catch (SQLException e) {
            if (Database.isForALock(e)) {
                fail(batch, new InboxUnavailable("The inbox is locked by another session: " + e.getMessage(), e));
            } else if (!Database.isForTheDatasSake(e)) {
                database.markAway(e);
                fail(batch, new InboxUnavailable("The database went away", e));
            } else if (events.size() > 1) {
                // One bad row must not fail the others of its batch.
                batch.forEach(waiting -> store(List.of(waiting)));
            } else {
                fail(batch, e);
            }
        }
    }

    /** Of equal ids in one batch the first is the new one, unless only a later one is to be routed. */
    private static VerifiedEvent firstThatIsRouted(VerifiedEvent first, VerifiedEvent next) {
        return first.passage().aside() != null && next.passage().aside() == null ? next : first;
    }

    private Set<String> write(List<VerifiedEvent> events) throws SQLException {
        HandOff.Request request = handOff.ask(events);
        long start = System.nanoTime();
        Stored stored = insert.insert(events, request);
        commits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        sizes.record(events.size());
        database.committed();
        handOff.committed(request, stored);
        return stored.ids();
    }

    private void fail(List<Waiting> batch, Throwable cause) {
        batch.forEach(waiting -> waiting.isNew().completeExceptionally(cause));
    }

    /** Ends once nothing waits; see {@link #join(long)}. */
    void requestStop() {
        closing = true;
    }
}

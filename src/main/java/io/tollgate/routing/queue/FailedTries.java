package io.tollgate.routing.queue;

import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.QueueFailures.Failure;
import io.tollgate.inbox.QueueFailures.Place;
import io.tollgate.text.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database which messages fail, for operators. On a thread and a connection of its own, in batches, and the last news of each
 * message only: no flow waits for it, and none fails with it. What the database does not take is left out, and so is what comes while
 * too much waits: the next failure says it again.
 */
public final class FailedTries implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FailedTries.class);
    private static final int MOST = 10_000;
    private static final int BATCH = 500;
    private static final long CLOSE_SECONDS = 2;
    /** The same order in each gateway, so that none waits for the other in a circle. */
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::event)
            .thenComparing(Place::route)
            .thenComparing(Place::queue)
            .thenComparing(Place::message);

    private final QueueFailures failures;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "failed-tries");
        thread.setDaemon(true);
        return thread;
    });
    /** Empty for what fails no more. */
    private final TreeMap<Place, Optional<Failure>> news = new TreeMap<>(ORDER);

    /** What was noted before a restart, after which a broker may count the tries from one again. */
    private final Set<Place> before = ConcurrentHashMap.newKeySet();

    /** @param failures null where nobody asks for them */
    public FailedTries(QueueFailures failures) {
        this.failures = failures;
        if (failures != null) {
            thread.execute(this::read);
        }
    }

    private void read() {
        try {
            before.addAll(failures.places(MOST));
        } catch (RuntimeException e) {
            log.debug("What failed behind queues before is not known: {}", Reason.of(e));
        }
    }

    /** @param next when it is tried again */
    void failed(Tried tried, String route, Instant at, Instant next, String reason) {
        tried.place(route)
                .ifPresent(place -> tell(place, Optional.of(new Failure(place, tried.tries(), at, next, reason))));
    }

    /** It is done, or dead. Nothing is to be told of one that had not failed before. */
    void over(Tried tried, String route) {
        if (tried.tries() > 1 || !before.isEmpty()) {
            tried.place(route)
                    .filter(place -> before.remove(place) || tried.tries() > 1)
                    .ifPresent(place -> tell(place, Optional.empty()));
        }
    }

    private synchronized void tell(Place place, Optional<Failure> failure) {
        if (failures == null || thread.isShutdown() || news.size() >= MOST && !news.containsKey(place)) {
            return;
        }
        if (news.isEmpty()) {
            thread.execute(this::write);
        }
        news.put(place, failure);
    }

    private void write() {
        for (Map<Place, Optional<Failure>> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                write(batch);
            } catch (RuntimeException e) {
                log.debug("{} news of what fails behind queues were not noted: {}", batch.size(), Reason.of(e));
            }
        }
    }

    private void write(Map<Place, Optional<Failure>> batch) {
        failures.note(batch.values().stream().flatMap(Optional::stream).toList());
        List<Place> over = new ArrayList<>(batch.keySet());
        over.removeIf(place -> batch.get(place).isPresent());
        failures.forget(over);
    }

    private synchronized Map<Place, Optional<Failure>> next() {
        Map<Place, Optional<Failure>> batch = new TreeMap<>(ORDER);
        while (!news.isEmpty() && batch.size() < BATCH) {
            Map.Entry<Place, Optional<Failure>> first = news.pollFirstEntry();
            batch.put(first.getKey(), first.getValue());
        }
        return batch;
    }

    /** Waits for what is being written, but no longer than 2 s. */
    @Override
    public void close() {
        synchronized (this) {
            thread.shutdown();
        }
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

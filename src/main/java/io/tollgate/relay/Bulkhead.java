package io.tollgate.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps event types whose flow fails away from the others. A type leaves the shared batches with its first failure. From
 * then on it has batches of its own: first of one event, twice as many after each success, and after each failure of a
 * single one a wait that doubles, from 1 s to 5 s, but is four times as long as its attempt took, so that a flow that hangs
 * leaves time for the others. A batch of full size, or one that takes all that is left, brings it back. Only in memory: a
 * gateway that starts learns it again from its first failure.
 */
final class Bulkhead {
    private static final Logger log = LoggerFactory.getLogger(Bulkhead.class);
    /** So many failures in a row are an outage of the flow, and not a few bad events. */
    private static final int OUTAGE = 10;

    /** A flow that fails slowly, such as at its deadline, waits this many times as long as its attempt took. */
    private static final int REST = 4;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final int fullSize;
    /** Nanoseconds that only ever go on, so that a clock which jumps holds nothing up. */
    private final LongSupplier ticker;

    private final Map<String, Isolation> isolated = new HashMap<>();

    Bulkhead(int fullSize, LongSupplier ticker) {
        this.fullSize = fullSize;
        this.ticker = ticker;
    }

    /**
     * The next batch of one type.
     *
     * @param size events to try; 1 or more
     */
    record OwnBatch(String type, int size) {}

    /** @param failures single events that have failed in a row */
    private record Isolation(int size, Duration backoff, long due, int failures) {}

    /** The types that are out of the shared batches. */
    synchronized Set<String> isolatedTypes() {
        return Set.copyOf(isolated.keySet());
    }

    /** Those of them whose flow has failed again on its own, so that their events wait. */
    synchronized Set<String> failingTypes() {
        Set<String> failing = new TreeSet<>(isolated.keySet());
        failing.removeIf(type -> isolated.get(type).backoff().isZero());
        return failing;
    }

    /** Those of them whose wait is not over. */
    synchronized Set<String> waitingTypes() {
        long now = now();
        Set<String> waiting = new TreeSet<>(isolated.keySet());
        waiting.removeIf(type -> isolated.get(type).due() - now <= 0);
        return waiting;
    }

    /** A batch of each isolated type whose wait is over, the longest first. */
    synchronized List<OwnBatch> due() {
        long now = now();
        return isolated.entrySet().stream()
                .filter(type -> type.getValue().due() - now <= 0)
                .sorted(Map.Entry.comparingByValue((a, b) -> Long.signum(a.due() - b.due())))
                .map(type -> new OwnBatch(type.getKey(), type.getValue().size()))
                .toList();
    }

    /** Nothing of the type waits for its first attempt. */
    synchronized void empty(String type) {
        isolated.remove(type);
    }

    /**
     * An event of the type has failed by its own fault.
     *
     * @param batch how many were in its batch
     * @param fresh whether it was its first attempt; a later one says little about the events that wait
     * @param took how long its attempt was
     */
    synchronized void failed(String type, int batch, boolean fresh, Duration took) {
        Isolation before = isolated.get(type);
        if (before == null) {
            isolated.put(type, new Isolation(1, Duration.ZERO, now(), 0));
        } else if (fresh && batch > 1) {
            isolated.put(type, new Isolation(1, before.backoff(), now(), before.failures()));
        } else if (fresh) {
            Duration wait = longer(before.backoff(), took);
            isolated.put(type, new Isolation(1, wait, now() + wait.toNanos(), before.failures() + 1));
            if (before.backoff().isZero()) {
                log.warn("{} keeps failing: its events wait, and one is tried now and then until its flow works", type);
            }
        }
    }

    /**
     * {@code count} events of the type were routed in one batch.
     *
     * @return whether that ends an outage of its flow, so that what waits for a retry need wait no longer
     */
    synchronized boolean routed(String type, int count, boolean fresh) {
        Isolation before = isolated.get(type);
        if (before == null) {
            return false;
        }
        if (fresh && (count < before.size() || count >= fullSize)) {
            isolated.remove(type);
        } else {
            int size = fresh ? Math.min(fullSize, 2 * before.size()) : before.size();
            isolated.put(type, new Isolation(size, Duration.ZERO, now(), 0));
        }
        if (!before.backoff().isZero()) {
            log.info("{} works again: its events are routed", type);
        }
        return before.failures() >= OUTAGE;
    }

    private long now() {
        return ticker.getAsLong();
    }

    private static Duration longer(Duration wait, Duration took) {
        Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
        Duration bounded = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        Duration rest = took.multipliedBy(REST);
        return rest.compareTo(bounded) > 0 ? rest : bounded;
    }
}

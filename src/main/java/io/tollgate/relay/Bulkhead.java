package io.tollgate.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps event types whose flow fails away from the others. A type leaves the shared batches with its first failure. From
 * then on it has batches of its own: first of one event, twice as many after each success, and after each failure of a
 * single one a wait that doubles, from 1 s to 5 s. A batch of full size, or one that takes all that is left, brings it
 * back. Only in memory: a gateway that starts learns it again from its first failure.
 */
final class Bulkhead {
    private static final Logger log = LoggerFactory.getLogger(Bulkhead.class);
    /** After that the flow was out of order, and not just a few of its events bad. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

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

    /** @param since when its first single event failed in a row; of no meaning without a backoff */
    private record Isolation(int size, Duration backoff, long due, long since) {}

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

    /** The batch of the isolated type whose turn came first, but of none of the {@code held} types; null when there is none. */
    synchronized OwnBatch next(Set<String> held) {
        long now = now();
        return isolated.entrySet().stream()
                .filter(type -> type.getValue().due() - now <= 0 && !held.contains(type.getKey()))
                .min(Map.Entry.comparingByValue((a, b) -> Long.signum(a.due() - b.due())))
                .map(type -> new OwnBatch(type.getKey(), type.getValue().size()))
                .orElse(null);
    }

    /** There was nothing to try: others get their turn first. */
    synchronized void empty(String type) {
        isolated.computeIfPresent(
                type,
                (name, isolation) ->
                        new Isolation(isolation.size(), isolation.backoff(), in(FIRST_WAIT), isolation.since()));
    }

    /**
     * An event of the type has failed by its own fault.
     *
     * @param batch how many were in its batch
     * @param fresh whether it was its first attempt; a later one says little about the events that wait
     */
    synchronized void failed(String type, int batch, boolean fresh) {
        Isolation before = isolated.get(type);
        if (before == null) {
            isolated.put(type, new Isolation(1, Duration.ZERO, now(), now()));
        } else if (fresh && batch > 1) {
            isolated.put(type, new Isolation(1, before.backoff(), now(), before.since()));
        } else if (fresh) {
            Duration wait = longer(before.backoff());
            long since = before.backoff().isZero() ? now() : before.since();
            isolated.put(type, new Isolation(1, wait, in(wait), since));
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
            isolated.put(type, new Isolation(size, Duration.ZERO, now(), now()));
        }
        if (before.backoff().isZero()) {
            return false;
        }
        log.info("{} works again: its events are routed", type);
        return now() - before.since() >= OUTAGE.toNanos();
    }

    private long now() {
        return ticker.getAsLong();
    }

    private long in(Duration wait) {
        return now() + wait.toNanos();
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
}

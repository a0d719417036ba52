package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the first attempts of an event type whose flow is out of order: many failures in a row, or one that hung. While
 * it is open the type's events wait, and one is tried alone now and then; the first that is routed closes it. The type's
 * retries rest too after one has hung. Only in memory: a gateway that starts learns it again.
 */
final class Breaker {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    /** Of independent events, even of those of which half are bad, a million are fine between two such rows. */
    private static final int MANY = 20;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Nanoseconds that only ever go on, so that a clock which jumps holds nothing up. */
    private final LongSupplier ticker;

    private final Map<String, State> types = new HashMap<>();
    private final Map<String, Long> resting = new HashMap<>();
    private final Set<String> mended = new HashSet<>();

    Breaker(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** @param due when one is tried; of no meaning while it is closed */
    private record State(int failures, boolean open, Duration pause, long due) {
        private static final State CLOSED = new State(0, false, Duration.ZERO, 0);
    }

    /** A first attempt was routed. */
    synchronized void worked(Entry entry) {
        if (entry.attempts() == 1) {
            State before = types.remove(entry.type());
            if (before != null && before.open()) {
                mended.add(entry.type());
                log.info("{} works again: its events are routed", entry.type());
            }
        }
    }

    /** A first attempt has failed by the event's own fault; what a later one does says little about those that wait. */
    synchronized void failed(Entry entry) {
        if (entry.attempts() == 1) {
            State before = types.getOrDefault(entry.type(), State.CLOSED);
            if (before.open() || before.failures() + 1 >= MANY) {
                open(entry.type(), before, Duration.ZERO);
            } else {
                types.put(entry.type(), new State(before.failures() + 1, false, Duration.ZERO, 0));
            }
        }
    }

    /** An attempt has missed its deadline. */
    synchronized void hung(Entry entry, Duration took) {
        resting.put(entry.type(), now() + took.toNanos());
        if (entry.attempts() == 1) {
            open(entry.type(), types.getOrDefault(entry.type(), State.CLOSED), took);
        }
    }

    /** At first one is tried at once: it may have been a single event's fault. */
    private void open(String type, State before, Duration rest) {
        Duration wait = before.open() ? longer(before.pause(), rest) : Duration.ZERO;
        types.put(type, new State(before.failures() + 1, true, wait, now() + wait.toNanos()));
        if (!before.open()) {
            log.warn("{} keeps failing: its events wait, and one is tried now and then until its flow works", type);
        }
    }

    private static Duration longer(Duration wait, Duration rest) {
        Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
        Duration bounded = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        return rest.compareTo(bounded) > 0 ? rest : bounded;
    }

    synchronized boolean isOpenFor(Entry entry) {
        return entry.attempts() == 1
                && types.getOrDefault(entry.type(), State.CLOSED).open();
    }

    /** The types whose events wait for their first attempt. */
    synchronized Set<String> openTypes() {
        Set<String> open = new TreeSet<>(types.keySet());
        open.removeIf(type -> !types.get(type).open());
        return open;
    }

    /** Those of them of which one is to be tried now. */
    synchronized Set<String> dueTypes() {
        return openTypes().stream()
                .filter(type -> types.get(type).due() - now() <= 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether nothing of the entry's kind is attempted now: a first attempt, or a retry after one has hung. */
    synchronized boolean isHangingFor(Entry entry) {
        return entry.attempts() == 1 ? isOpenFor(entry) : restingTypes().contains(entry.type());
    }

    /** The types whose retries wait, because an attempt has hung. */
    synchronized Set<String> restingTypes() {
        resting.values().removeIf(end -> end - now() <= 0);
        return Set.copyOf(resting.keySet());
    }

    /** Nothing of the type waits for its first attempt. */
    synchronized void empty(String type) {
        types.remove(type);
    }

    /** The types whose outage has ended since this was last asked. */
    synchronized Set<String> takeMended() {
        Set<String> taken = Set.copyOf(mended);
        mended.clear();
        return taken;
    }

    private long now() {
        return ticker.getAsLong();
    }
}

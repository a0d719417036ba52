package io.tollgate.inbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a relay of this process has under a lease and has not begun: in memory, the same number of each type at a time.
 *
 * <p>The short way of a new event leads through it. Its row is inserted reserved, which is a claim: nobody else takes it
 * until its lease is over. What has no place here is inserted without, and claimed later, many at a time. Of neither an
 * attempt is counted yet; if the process dies, they are due after their lease.
 */
public final class HandOff {
    private static final int MOST_OF_A_TYPE = 256;
    private static final int MOST = 4096;
    private static final long MOST_BYTES = 16 << 20;

    /** Nanoseconds that only ever go on: a reservation is reckoned in this process's time. */
    private final LongSupplier ticker;

    /** The type whose turn is next comes first. */
    private final Map<String, Deque<Held>> types = new LinkedHashMap<>();

    private Terms terms;
    private boolean open;
    private int size;
    private int claimed;
    private long bytes;

    HandOff(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * On what terms a relay takes events.
     *
     * @param lease how long a reservation keeps others away
     * @param usable for how long, after a claim or from before an INSERT on, an attempt may begin
     * @param waits the types of which it takes none now
     * @param arrived called after each commit that stored something: with true when some of it is to be claimed
     */
    public record Terms(Duration lease, Duration usable, Supplier<Set<String>> waits, Consumer<Boolean> arrived) {}

    private record Held(Entry entry, boolean claimed, long since) {}

    /**
     * What the writer asks for one batch.
     *
     * @param places for each event whether it is to be reserved
     * @param overflows whether one had no place that the relay would have taken
     * @param since when it asked
     */
    record Request(boolean[] places, Duration lease, boolean overflows, long since) {
        static Request none(int events) {
            return new Request(new boolean[events], Duration.ZERO, false, 0);
        }
    }

    /**
     * What was taken out.
     *
     * @param entries to be attempted now
     * @param left to be given back: their types wait, or their lease is too short by now
     */
    public record Taken(List<Entry> entries, List<Entry> left) {
        public boolean isEmpty() {
            return entries.isEmpty() && left.isEmpty();
        }
    }

    /** From now on events are reserved for the caller. */
    public synchronized void open(Terms terms) {
        this.terms = terms;
        open = true;
    }

    /** Reserves nothing more. @return what was not taken, to be given back */
    public synchronized List<Entry> close() {
        open = false;
        List<Entry> left = new ArrayList<>();
        types.values().forEach(queue -> queue.forEach(held -> left.add(held.entry())));
        types.clear();
        size = 0;
        claimed = 0;
        bytes = 0;
        return left;
    }

    /** To be called just before the INSERT, since the reservations are reckoned from here. */
    synchronized Request ask(List<VerifiedEvent> events) {
        if (!open) {
            return Request.none(events.size());
        }
        boolean[] places = new boolean[events.size()];
        boolean overflows = false;
        Map<String, Integer> ofType = new HashMap<>();
        Set<String> waits = terms.waits().get();
        long room = MOST_BYTES - bytes;
        for (int i = 0; i < places.length; i++) {
            VerifiedEvent event = events.get(i);
            if (!waits.contains(event.type())) {
                places[i] = event.payload().length <= room && hasPlace(event.type(), ofType, i);
                room -= places[i] ? event.payload().length : 0;
                overflows |= !places[i];
            }
        }
        return new Request(places, terms.lease(), overflows, ticker.getAsLong());
    }

    /** What was claimed takes no place of what is new. */
    private boolean hasPlace(String type, Map<String, Integer> ofType, int before) {
        int waiting = ofType.computeIfAbsent(type, this::reserved);
        ofType.put(type, waiting + 1);
        return size - claimed + before < MOST && waiting < MOST_OF_A_TYPE;
    }

    private int reserved(String type) {
        Deque<Held> queue = types.getOrDefault(type, new ArrayDeque<>());
        return (int) queue.stream().filter(held -> !held.claimed()).count();
    }

    /** Their commit is over. */
    void committed(Request request, EventInsert.Stored stored) {
        Consumer<Boolean> arrived;
        synchronized (this) {
            if (!open || stored.ids().isEmpty()) {
                return;
            }
            stored.reserved().forEach(entry -> add(new Held(entry, false, request.since())));
            arrived = terms.arrived();
        }
        arrived.accept(request.overflows());
    }

    /** Whether nothing that was claimed waits here, so that it is time to claim again. */
    public synchronized boolean lacksClaims() {
        return claimed == 0;
    }

    /**
     * Reckoned from here, not from before the claim: however long that took, some of it begins. Whoever lost a lease
     * meanwhile changes nothing.
     */
    public synchronized void claimed(List<Entry> entries) {
        long since = ticker.getAsLong();
        entries.forEach(entry -> add(new Held(entry, true, since)));
    }

    /** All that waits here of one type. */
    public synchronized List<Entry> takeAllOf(String type) {
        Deque<Held> queue = types.remove(type);
        if (queue == null) {
            return List.of();
        }
        queue.forEach(held -> count(held, -1));
        return queue.stream().map(Held::entry).toList();
    }

    private void add(Held held) {
        types.computeIfAbsent(held.entry().type(), type -> new ArrayDeque<>()).add(held);
        count(held, 1);
    }

    private void count(Held held, int change) {
        size += change;
        claimed += held.claimed() ? change : 0;
        bytes += held.claimed() ? 0 : change * held.entry().event().payload().length;
    }

    public synchronized boolean isEmpty() {
        return size == 0;
    }

    /**
     * Takes up to {@code limit} of them, the same number of each type, the oldest of each.
     *
     * @param waits the types that are not to be attempted now
     */
    public synchronized Taken take(int limit, Predicate<String> waits) {
        Taken taken = new Taken(new ArrayList<>(), new ArrayList<>());
        while (size > 0 && taken.entries().size() < limit) {
            Held next = next();
            boolean usable = ticker.getAsLong() - next.since() < terms.usable().toNanos();
            boolean begins = usable && !waits.test(next.entry().type());
            (begins ? taken.entries() : taken.left()).add(next.entry());
        }
        return taken;
    }

    /** Its type goes to the end of the row. */
    private Held next() {
        String type = types.keySet().iterator().next();
        Deque<Held> queue = types.remove(type);
        Held next = queue.remove();
        if (!queue.isEmpty()) {
            types.put(type, queue);
        }
        count(next, -1);
        return next;
    }
}

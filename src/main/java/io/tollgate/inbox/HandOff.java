package io.tollgate.inbox;

import io.tollgate.inbox.Turns.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a relay of this process has under a lease and has not begun: in memory, the same number of each type at a time.
 *
 * <p>The short way of a new event leads through it. Its row is inserted reserved, which is a claim: nobody else takes it
 * until its lease is over. What has no place here is inserted without, and claimed later, many at a time. Of neither an
 * attempt is counted yet; if the process dies, they are due after their lease.
 */
public final class HandOff {
    /** Nanoseconds that only ever go on: a reservation is reckoned in this process's time. */
    private final LongSupplier ticker;

    private final Turns turns = new Turns();
    private Terms terms;
    private boolean open;

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
        return turns.takeAll();
    }

    /** To be called just before the INSERT, since the reservations are reckoned from here. */
    synchronized Request ask(List<VerifiedEvent> events) {
        if (!open) {
            return Request.none(events.size());
        }
        Set<String> waits = terms.waits().get();
        boolean[] places = turns.places(events, waits);
        boolean overflows = IntStream.range(0, places.length)
                .anyMatch(i -> !places[i] && !waits.contains(events.get(i).type()));
        return new Request(places, terms.lease(), overflows, ticker.getAsLong());
    }

    /** Their commit is over. */
    void committed(Request request, Stored stored) {
        Consumer<Boolean> arrived;
        synchronized (this) {
            if (!open || stored.ids().isEmpty()) {
                return;
            }
            stored.reserved().forEach(entry -> turns.add(new Held(entry, false, request.since())));
            arrived = terms.arrived();
        }
        arrived.accept(request.overflows());
    }

    /** Whether nothing that was claimed waits here, so that it is time to claim again. */
    public synchronized boolean lacksClaims() {
        return !turns.hasClaimed();
    }

    /**
     * Reckoned from here, not from before the claim: however long that took, some of it begins. Whoever lost a lease
     * meanwhile changes nothing.
     */
    public synchronized void claimed(List<Entry> entries) {
        long since = ticker.getAsLong();
        entries.forEach(entry -> turns.add(new Held(entry, true, since)));
    }

    /** All that waits here of one type. */
    public synchronized List<Entry> takeAllOf(String type) {
        return turns.takeAllOf(type);
    }

    public synchronized boolean isEmpty() {
        return turns.isEmpty();
    }

    /**
     * Takes up to {@code limit} of them, the same number of each type, the oldest of each.
     *
     * @param waits the types that are not to be attempted now
     */
    public synchronized Taken take(int limit, Predicate<String> waits) {
        Taken taken = new Taken(new ArrayList<>(), new ArrayList<>());
        while (!turns.isEmpty() && taken.entries().size() < limit) {
            Held next = turns.take();
            boolean usable = ticker.getAsLong() - next.since() < terms.usable().toNanos();
            boolean begins = usable && !waits.test(next.entry().type());
            (begins ? taken.entries() : taken.left()).add(next.entry());
        }
        return taken;
    }
}

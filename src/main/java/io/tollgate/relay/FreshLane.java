package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Pacing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What was never attempted, in batches, of all types that nothing holds back. */
final class FreshLane implements Lane {
    private static final Duration LONGEST_REST = Duration.ofMillis(20);
    private static final Duration JUST_COME = Duration.ofMillis(200);

    private final Claims claims;
    private final Supplier<Set<String>> held;
    private final Breaker breaker;
    private final Front front;
    private final RelayProperties settings;
    private final Pacing pacing;
    private volatile Set<String> lastHeld = Set.of();

    /** @param held the types that wait for the broker, or for an attempt that does not end */
    FreshLane(Claims claims, Supplier<Set<String>> held, Breaker breaker, Front front, RelayProperties settings) {
        this.claims = claims;
        this.held = held;
        this.breaker = breaker;
        this.front = front;
        this.settings = settings;
        this.pacing = new Pacing(settings.batch(), LONGEST_REST);
    }

    @Override
    public boolean round(Attempts attempts, BooleanSupplier stopping) {
        long start = System.nanoTime();
        List<Entry> claimed = claim();
        if (!claimed.isEmpty()) {
            attempts.attempt(claimed);
        }
        if (claimed.stream().allMatch(FreshLane::hasJustCome)) {
            pacing.rest(claimed.size(), System.nanoTime() - start);
        }
        return !claimed.isEmpty();
    }

    /** Otherwise the relay is behind, and does not rest however few a claim has got. */
    private static boolean hasJustCome(Entry entry) {
        return entry.claimedAt().isBefore(entry.dueAt().plus(JUST_COME));
    }

    @Override
    public Duration untilNextLook() {
        return front.untilLook();
    }

    private List<Entry> claim() {
        Set<String> waiting = new HashSet<>(held.get());
        waiting.addAll(breaker.openTypes());
        if (!waiting.containsAll(lastHeld)) {
            front.forget();
        }
        lastHeld = waiting;
        Optional<Front.Place> place = front.place();
        return place.isPresent() ? inFront(place.get(), waiting) : ofAll(waiting);
    }

    private List<Entry> inFront(Front.Place place, Set<String> waiting) {
        Set<String> types = new HashSet<>(place.types());
        types.removeAll(waiting);
        if (types.isEmpty()) {
            return List.of();
        }
        List<Entry> claimed = claims.claimFreshOf(types, place.from(), settings.batch(), settings.lease());
        front.claimed(claimed);
        return claimed;
    }

    private List<Entry> ofAll(Set<String> waiting) {
        try {
            List<Entry> claimed = claims.claimFresh(settings.batch(), waiting, settings.lease());
            front.found(claimed, settings.batch());
            return claimed;
        } catch (RuntimeException | Error e) {
            front.failed();
            throw e;
        }
    }
}

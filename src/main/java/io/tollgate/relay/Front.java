package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Where in the inbox fresh entries are to be expected: of which types, and due since when. What was claimed keeps
 * its place in the index until PostgreSQL's next VACUUM, and a claim that begins at the front does not walk past it.
 *
 * <p>It is a guess that nothing depends on. Each poll, and whenever something else may be due, one claim looks at
 * everything and sets it anew; so what is missed, such as the event of a gateway whose clock is slow, comes then.
 */
final class Front {
    /** Events of about the same time are not committed in the order in which they came. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final long pollNanos;
    private final LongSupplier ticker;
    private final Set<String> arrived = new HashSet<>();
    private Set<String> seen = Set.of();
    private Instant from = Instant.EPOCH;
    private Instant lastClaim = Instant.EPOCH.plus(LATE);
    private boolean stale = true;
    private boolean looking;
    private long lookedAt;

    Front(Duration poll, LongSupplier ticker) {
        this.pollNanos = poll.toNanos();
        this.ticker = ticker;
        this.lookedAt = ticker.getAsLong();
    }

    /** @param from since when the oldest entries of it are due, or a little before */
    record Place(Set<String> types, Instant from) {}

    /** This gateway has stored events of these types. */
    synchronized void stored(Collection<String> types) {
        arrived.addAll(types);
    }

    /** Something may be due that is not in front. */
    synchronized void forget() {
        stale = true;
    }

    /**
     * Where to claim next. Empty when it is time to look at everything, for one caller at a time, who then says what came
     * of it: {@link #found} or {@link #failed}.
     */
    synchronized Optional<Place> place() {
        if (!looking && (stale || untilLook().isZero())) {
            looking = true;
            stale = false;
            lookedAt = ticker.getAsLong();
            arrived.clear();
            return Optional.empty();
        }
        Set<String> types = new HashSet<>(seen);
        types.addAll(arrived);
        return Optional.of(new Place(types, from));
    }

    /** How long until the next look at everything. */
    synchronized Duration untilLook() {
        return Duration.ofNanos(Math.max(0, pollNanos - (ticker.getAsLong() - lookedAt)));
    }

    /**
     * What the claim that looked at everything has found.
     *
     * @param limit the most it could find; with as many types, there may be more of them
     */
    synchronized void found(List<Entry> claimed, int limit) {
        seen = claimed.stream().map(Entry::type).collect(Collectors.toSet());
        looking = false;
        stale |= seen.size() >= limit;
        from = claimed.stream()
                .map(Entry::dueAt)
                .min(Instant::compareTo)
                .orElse(lastClaim)
                .minus(LATE);
        claimed(claimed);
    }

    /** What a claim has taken, wherever it began: when nothing is left, nothing is that was due before. */
    synchronized void claimed(List<Entry> claimed) {
        claimed.stream()
                .map(Entry::claimedAt)
                .filter(at -> at.isAfter(lastClaim))
                .forEach(at -> lastClaim = at);
    }

    /** It has found out nothing. */
    synchronized void failed() {
        looking = false;
        stale = true;
    }
}

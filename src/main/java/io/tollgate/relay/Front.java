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

/**
 * Where in the inbox fresh entries are to be expected: of which types, and received since when. What was claimed keeps
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
    private boolean stale = true;
    private long lookedAt;

    Front(Duration poll, LongSupplier ticker) {
        this.pollNanos = poll.toNanos();
        this.ticker = ticker;
    }

    /** @param from when the oldest entries of it were received, or a little before */
    record Place(Set<String> types, Instant from) {}

    /** This gateway has stored events of these types. */
    synchronized void stored(Collection<String> types) {
        arrived.addAll(types);
    }

    /** Something may be due that is not in front. */
    synchronized void forget() {
        stale = true;
    }

    /** Where to claim next; empty when it is time to look at everything, and then for one caller alone. */
    synchronized Optional<Place> place() {
        long now = ticker.getAsLong();
        if (stale || now - lookedAt >= pollNanos) {
            stale = false;
            lookedAt = now;
            arrived.clear();
            return Optional.empty();
        }
        Set<String> types = new HashSet<>(seen);
        types.addAll(arrived);
        return Optional.of(new Place(types, from));
    }

    /** What a claim has found that looked at everything. */
    synchronized void found(List<Entry> claimed, Instant now) {
        Set<String> types = new HashSet<>();
        Instant oldest = now;
        for (Entry entry : claimed) {
            types.add(entry.type());
            Instant receivedAt = entry.event().receivedAt();
            oldest = receivedAt.isBefore(oldest) ? receivedAt : oldest;
        }
        seen = types;
        from = oldest.minus(LATE);
    }
}

package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims what is due now, of the event types that nothing holds back. */
final class Due {
    private static final Logger log = LoggerFactory.getLogger(Due.class);

    private final Claims claims;
    private final Schedule schedule;
    private final Broker broker;
    private final Runaways runaways;
    private final Bulkhead bulkhead;
    private final Front front;
    private final RelayProperties settings;
    private final Clock clock;
    private volatile String lastRetried = "";
    private volatile Set<String> lastHeld = Set.of();

    Due(
            Claims claims,
            Schedule schedule,
            Broker broker,
            Runaways runaways,
            Bulkhead bulkhead,
            Front front,
            RelayProperties settings,
            Clock clock) {
        this.claims = claims;
        this.schedule = schedule;
        this.broker = broker;
        this.runaways = runaways;
        this.bulkhead = bulkhead;
        this.front = front;
        this.settings = settings;
        this.clock = clock;
    }

    /** A batch that was never attempted, of the types that share their batches. */
    List<Entry> fresh() {
        Set<String> held = held();
        held.addAll(bulkhead.isolatedTypes());
        if (!held.containsAll(lastHeld)) {
            front.forget();
        }
        lastHeld = held;
        Optional<Front.Place> place = front.place();
        return place.isPresent() ? inFront(place.get(), held) : ofAll(held);
    }

    /** How long until {@link #fresh} finds what nobody has told of. */
    Duration untilNextLook() {
        return front.untilLook();
    }

    private List<Entry> inFront(Front.Place place, Set<String> held) {
        Set<String> types = new HashSet<>(place.types());
        types.removeAll(held);
        return types.isEmpty()
                ? List.of()
                : claims.claimFreshOf(types, place.from(), settings.batch(), clock.instant(), settings.lease());
    }

    private List<Entry> ofAll(Set<String> held) {
        Instant now = clock.instant();
        try {
            List<Entry> claimed = claims.claimFresh(settings.batch(), held, now, settings.lease());
            front.found(claimed, settings.batch(), now);
            return claimed;
        } catch (RuntimeException | Error e) {
            front.failed();
            throw e;
        }
    }

    /** A batch that was never attempted, of one type that shares none. */
    List<Entry> isolated() {
        Set<String> held = held();
        for (Bulkhead.OwnBatch own : bulkhead.due()) {
            if (!held.contains(own.type())) {
                List<Entry> claimed = claims.claimFreshOf(own.type(), own.size(), clock.instant(), settings.lease());
                if (!claimed.isEmpty()) {
                    return claimed;
                }
                bulkhead.empty(own.type());
            }
        }
        return List.of();
    }

    /** At most one whose attempts have failed, of the types whose flow is not waited for. */
    List<Entry> retry() {
        Set<String> held = held();
        held.addAll(bulkhead.waitingTypes());
        Optional<Entry> claimed = claims.claimRetry(held, lastRetried, clock.instant(), settings.lease());
        claimed.ifPresent(entry -> lastRetried = entry.type());
        return list(claimed);
    }

    /** At most one whose last attempt never ended; to be attempted while nothing else is. */
    List<Entry> suspect() {
        return list(claims.claimSuspect(held(), clock.instant(), settings.lease()));
    }

    boolean hasSuspect() {
        return claims.isSuspectDue(held(), clock.instant());
    }

    /** A clock that was set back must not let an event wait for longer than the schedule. */
    void bringForward() {
        Instant now = clock.instant();
        Instant horizon = now.plus(settings.retry().longest()).plus(settings.lease());
        int brought = schedule.bringForward(now, horizon);
        if (brought > 0) {
            log.warn(
                    "{} entries were due after {}, later than any schedule: due now. Was a clock set back?",
                    brought,
                    horizon);
        }
    }

    private Set<String> held() {
        Set<String> held = new HashSet<>(broker.heldTypes());
        held.addAll(runaways.heldTypes());
        return held;
    }

    private static List<Entry> list(Optional<Entry> claimed) {
        return claimed.map(List::of).orElse(List.of());
    }
}

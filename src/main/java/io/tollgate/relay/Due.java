package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import java.time.Clock;
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
    private final Broker broker;
    private final Runaways runaways;
    private final RelayProperties settings;
    private final Clock clock;

    Due(Claims claims, Broker broker, Runaways runaways, RelayProperties settings, Clock clock) {
        this.claims = claims;
        this.broker = broker;
        this.runaways = runaways;
        this.settings = settings;
        this.clock = clock;
    }

    /** A batch that was never attempted. */
    List<Entry> fresh() {
        return claims.claimFresh(settings.batch(), held(), clock.instant(), settings.lease());
    }

    /** At most one whose attempts have failed. */
    List<Entry> retry() {
        return list(claims.claimRetry(held(), clock.instant(), settings.lease()));
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
        int brought = claims.bringForward(now, horizon);
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

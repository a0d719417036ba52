package io.tollgate.inbox;

import java.time.Duration;
import java.time.Instant;

/**
 * A claimed row of the inbox.
 *
 * @param event the event as it was accepted
 * @param attempts attempts so far, this one included; 1 or more
 * @param claim the token of the claim: a mark made with it holds only while the lease is ours
 * @param startedAt when it was claimed
 */
public record Entry(VerifiedEvent event, int attempts, long claim, Instant startedAt) {
    private static final Duration A_DAY = Duration.ofDays(1);

    /** How long its attempt has taken: at most a day, and never less than nothing, whatever the clock did meanwhile. */
    public Duration took(Instant now) {
        Duration took = Duration.between(startedAt, now);
        return took.isNegative() ? Duration.ZERO : took.compareTo(A_DAY) > 0 ? A_DAY : took;
    }

    public String id() {
        return event.id();
    }

    public String type() {
        return event.type();
    }
}

package io.tollgate.inbox;

import java.time.Instant;

/**
 * A claimed row of the inbox.
 *
 * @param event the event as it was accepted
 * @param attempts attempts so far, this one included; 1 or more
 * @param claim the token of the claim: a mark made with it holds only while the lease is ours
 * @param dueAt since when it was due, by the database's clock: its place among those that wait
 * @param claimedAt when it was claimed, by the same clock
 */
public record Entry(VerifiedEvent event, int attempts, long claim, Instant dueAt, Instant claimedAt) {
    public String id() {
        return event.id();
    }

    public String type() {
        return event.type();
    }
}

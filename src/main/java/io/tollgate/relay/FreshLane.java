package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.HandOff;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Pacing;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Precedence;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What was never attempted, in batches, of all types that nothing holds back. New events are handed over in memory; a
 * claim fetches what is due beside them.
 */
final class FreshLane implements Lane {
    /** A claim costs about as much as two hundred of its entries. */
    private static final int BATCHES_A_CLAIM = 5;

    /** But it must not take longer than its lease has room for. */
    private static final int MOST_OF_A_CLAIM = 1000;

    private static final Duration LONGEST_REST = Duration.ofMillis(20);
    private static final Duration JUST_COME = Duration.ofMillis(200);

    private final HandOff handOff;
    private final Precedence precedence;
    private final Claims claims;
    private final Pauses pauses;
    private final Parts parts;
    private final Pacing pacing;
    private Set<String> waitedBefore = Set.of();
    private volatile boolean mayBeDue = true;
    private volatile long lookedAt = System.nanoTime();

    FreshLane(Inbox inbox, Claims claims, Pauses pauses, Parts parts) {
        this.handOff = inbox.handOff();
        this.precedence = inbox.precedence();
        this.claims = claims;
        this.pauses = pauses;
        this.parts = parts;
        this.pacing = new Pacing(parts.settings().batch(), LONGEST_REST);
    }

    @Override
    public boolean round(Attempts attempts, BooleanSupplier stopping) {
        precedence.awaitTurn(parts.settings().batch());
        long start = System.nanoTime();
        Set<String> waiting = parts.held().fromTheFirst();
        if (!waiting.containsAll(waitedBefore)) {
            mayBeDue = true;
        }
        waitedBefore = waiting;
        claim(waiting);
        HandOff.Taken taken = take(waiting);
        parts.settlement().giveBack(taken.left());
        List<Entry> entries = taken.entries();
        if (!entries.isEmpty()) {
            attempts.attempt(entries);
        }
        if (entries.stream().allMatch(FreshLane::hasJustCome)) {
            pacing.rest(entries.size(), System.nanoTime() - start);
        }
        return !taken.isEmpty();
    }

    /** Not while some of the last claim waits: new events have their turn in between. */
    private void claim(Set<String> waiting) {
        if (!handOff.lacksClaims() || !mayBeDue && !untilNextLook().isZero()) {
            return;
        }
        lookedAt = System.nanoTime();
        mayBeDue = false;
        int batch = parts.settings().batch();
        int most = Math.max(batch, Math.min(BATCHES_A_CLAIM * batch, MOST_OF_A_CLAIM));
        List<Entry> claimed = claims.claimFresh(most, waiting, parts.settings().lease());
        handOff.claimed(claimed);
        if (!claimed.isEmpty()) {
            mayBeDue = true;
        }
    }

    /** What is paused is asked again for each batch; an operator's pause holds from the next one on. */
    private HandOff.Taken take(Set<String> waiting) {
        if (handOff.isEmpty()) {
            return new HandOff.Taken(List.of(), List.of());
        }
        Predicate<String> paused = pauses.now();
        return handOff.take(parts.settings().batch(), type -> waiting.contains(type) || paused.test(type));
    }

    /** Otherwise the relay is behind, and does not rest however few a claim has got. */
    private static boolean hasJustCome(Entry entry) {
        return entry.claimedAt().isBefore(entry.dueAt().plus(JUST_COME));
    }

    @Override
    public void look() {
        mayBeDue = true;
    }

    @Override
    public Duration untilNextLook() {
        return Duration.ofNanos(Math.max(0, parts.settings().poll().toNanos() - (System.nanoTime() - lookedAt)));
    }
}

package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.HandOff;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Precedence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What has to do with a failure, so that it holds up nothing else: retries in batches, one event of each type whose
 * breaker is open, and suspects alone. One that may hang comes after the retries that are due: those wait for one
 * deadline at most.
 */
final class FailuresLane implements Lane {
    private static final long SHARE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Each has a savepoint of its own; and what one that hangs makes wait should not be many. */
    private static final int MOST_RETRIES = 50;

    private final HandOff handOff;
    private final Precedence precedence;
    private final Claims claims;
    private final Parts parts;
    private String lastRetried = "";

    FailuresLane(Inbox inbox, Claims claims, Parts parts) {
        this.handOff = inbox.handOff();
        this.precedence = inbox.precedence();
        this.claims = claims;
        this.parts = parts;
    }

    @Override
    public boolean round(Attempts attempts, BooleanSupplier stopping) {
        boolean any = retries(attempts, stopping);
        any |= oneOfEachOpenType(attempts, stopping);
        List<Entry> suspect = suspect();
        if (!suspect.isEmpty()) {
            attempts.attempt(suspect);
        }
        return any || !suspect.isEmpty();
    }

    /** Bounded in time, so that the others get their turn. */
    private boolean retries(Attempts attempts, BooleanSupplier stopping) {
        long end = System.nanoTime() + SHARE_NANOS;
        boolean any = false;
        while (!stopping.getAsBoolean() && System.nanoTime() < end) {
            List<Entry> claimed = claims.claimRetries(
                    Math.min(MOST_RETRIES, parts.settings().batch()),
                    parts.held().fromRetries(),
                    lastRetried,
                    parts.settings().lease());
            if (claimed.isEmpty()) {
                return any;
            }
            precedence.awaitTurn(claimed.size());
            lastRetried =
                    claimed.stream().map(Entry::type).max(String::compareTo).orElse("");
            attempts.attempt(claimed);
            any = true;
        }
        return any;
    }

    private boolean oneOfEachOpenType(Attempts attempts, BooleanSupplier stopping) {
        boolean any = false;
        for (String type : parts.held().toBeTried()) {
            if (any) {
                retries(attempts, stopping);
            }
            // What waits in memory would make the type look empty, and its breaker close.
            parts.settlement().giveBack(handOff.takeAllOf(type));
            Optional<Entry> claimed = claims.claimFreshOf(type, parts.settings().lease());
            if (claimed.isEmpty()) {
                parts.breaker().empty(type);
            } else {
                attempts.attempt(List.of(claimed.get()));
                any = true;
            }
        }
        return any;
    }

    private List<Entry> suspect() {
        parts.settlement().giveUpExhausted();
        return claims.claimSuspect(parts.held().fromRetries(), parts.settings().lease())
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public Duration untilNextLook() {
        return parts.settings().poll();
    }
}

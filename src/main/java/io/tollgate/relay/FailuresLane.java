package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.HandOff;
import io.tollgate.inbox.Precedence;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

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
    private final Supplier<Set<String>> held;
    private final Breaker breaker;
    private final Settlement settlement;
    private final RelayProperties settings;
    private String lastRetried = "";

    /** @param held the types that wait for the broker, or for an attempt that does not end */
    FailuresLane(
            HandOff handOff,
            Precedence precedence,
            Claims claims,
            Supplier<Set<String>> held,
            Breaker breaker,
            Settlement settlement,
            RelayProperties settings) {
        this.handOff = handOff;
        this.precedence = precedence;
        this.claims = claims;
        this.held = held;
        this.breaker = breaker;
        this.settlement = settlement;
        this.settings = settings;
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
            int most = Math.min(MOST_RETRIES, settings.batch());
            List<Entry> claimed = claims.claimRetries(most, waiting(), lastRetried, settings.lease());
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
        Set<String> types = breaker.dueTypes();
        types.removeAll(held.get());
        for (String type : types) {
            if (any) {
                retries(attempts, stopping);
            }
            // What waits in memory would make the type look empty, and its breaker close.
            settlement.giveBack(handOff.takeAllOf(type));
            Optional<Entry> claimed = claims.claimFreshOf(type, settings.lease());
            if (claimed.isEmpty()) {
                breaker.empty(type);
            } else {
                attempts.attempt(List.of(claimed.get()));
                any = true;
            }
        }
        return any;
    }

    private List<Entry> suspect() {
        settlement.giveUpExhausted();
        return claims.claimSuspect(waiting(), settings.lease()).map(List::of).orElse(List.of());
    }

    private Set<String> waiting() {
        Set<String> waiting = new HashSet<>(held.get());
        waiting.addAll(breaker.restingTypes());
        return waiting;
    }

    @Override
    public Duration untilNextLook() {
        return settings.poll();
    }
}

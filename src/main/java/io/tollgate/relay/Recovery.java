package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.FailedEntry;
import io.tollgate.inbox.LeaseLost;
import io.tollgate.relay.Outcome.Failed;
import io.tollgate.relay.Outcome.GivenBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what an attempt has left unsettled: it missed its deadline, or the database went away. What was not at fault is
 * given back, and keeps its place. Tries until it is done: a database that is away must not leave entries to their lease.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final String NEVER_ENDS =
            "Its flow did not end at the deadline and cannot be stopped: it still runs."
                    + " Mend the flow, restart the gateway, then replay";

    private final Settlement settlement;
    private final Blame blame;
    private final Breaker breaker;
    private final Duration probe;

    Recovery(Settlement settlement, Blame blame, Breaker breaker, Duration probe) {
        this.settlement = settlement;
        this.blame = blame;
        this.breaker = breaker;
        this.probe = probe;
    }

    /** Returns when all is settled, or the relay stops. */
    void settle(Unfinished attempt, BooleanSupplier stopping) {
        boolean fault = attempt.expired() && !isInfrastructures(attempt);
        log.warn(
                "An attempt ended early, {} entries were not settled{}: {}",
                attempt.left().size(),
                fault ? "" : " and wait, no attempt used up",
                attempt.expired() ? "it missed its deadline" : FailureText.of(attempt));
        write(fault ? ofADeadline(attempt) : given(attempt.left()), stopping);
        if (!fault && Causes.first(attempt, LeaseLost.class) == null) {
            pause();
        }
    }

    /**
     * Settles an attempt that does not end, for its thread. The entry that was being routed is dead at once: to try it
     * again would cost another thread. Changes nothing where the claim is no longer the attempt's.
     *
     * @param infrastructures what {@link #isInfrastructures} said
     */
    void settleAbandoned(Unfinished attempt, boolean infrastructures, BooleanSupplier stopping) {
        if (infrastructures || attempt.suspects().size() != 1) {
            write(given(attempt.left()), stopping);
            return;
        }
        Entry entry = attempt.suspects().get(0);
        breaker.hung(entry, Duration.ofMillis(attempt.millis()));
        Outcome dead = new Failed(new FailedEntry(entry, Optional.empty(), NEVER_ENDS, attempt.millis()));
        write(with(dead, attempt), stopping);
    }

    /** Whether the database or the broker do not answer now, so that nobody's flow is to blame. */
    boolean isInfrastructures(Unfinished attempt) {
        RunFailed run = Causes.first(attempt, RunFailed.class);
        return blame.isDatabaseAway() || run != null && blame.isBrokerAway(run);
    }

    /** Where nobody knows which one did not end, none is to blame; its next attempt takes them one by one. */
    private List<Outcome> ofADeadline(Unfinished attempt) {
        return attempt.suspects().size() == 1
                ? with(settlement.hung(attempt.suspects().get(0), attempt.millis()), attempt)
                : given(attempt.left());
    }

    private static List<Outcome> with(Outcome ofOne, Unfinished attempt) {
        List<Outcome> outcomes = new ArrayList<>(given(attempt.left().stream()
                .filter(entry -> !entry.id().equals(ofOne.entry().id()))
                .toList()));
        outcomes.add(ofOne);
        return outcomes;
    }

    private static List<Outcome> given(List<Entry> entries) {
        return entries.stream()
                .<Outcome>map(entry -> new GivenBack(entry, Duration.ZERO))
                .toList();
    }

    private void write(List<Outcome> outcomes, BooleanSupplier stopping) {
        for (int tries = 1; ; tries++) {
            try {
                settlement.write(outcomes);
                settlement.settled(outcomes);
                return;
            } catch (RuntimeException e) {
                if (tries == 1) {
                    log.warn("{} entries are not settled yet: {}", outcomes.size(), FailureText.of(e));
                }
                if (stopping.getAsBoolean()) {
                    return;
                }
                awaitDatabase(stopping);
            }
        }
    }

    /** Returns when the database answers, or the relay stops. */
    void awaitDatabase(BooleanSupplier stopping) {
        do {
            pause();
        } while (!stopping.getAsBoolean() && blame.isDatabaseAway());
    }

    private void pause() {
        LockSupport.parkNanos(probe.toNanos());
    }
}

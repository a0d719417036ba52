package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.FailedEntry;
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

    /**
     * What an attempt leaves.
     *
     * @param entries those that are not settled
     * @param failure where its last run was
     * @param expired whether it missed its deadline
     * @param millis how long it took
     */
    record Rest(List<Entry> entries, RunFailed failure, boolean expired, int millis) {
        /** Where nobody knows which one it was, none is to blame. */
        Optional<Entry> culprit() {
            return failure.suspects().size() == 1
                    ? Optional.of(failure.suspects().get(0))
                    : Optional.empty();
        }
    }

    /** Returns when all is settled, or the relay stops. */
    void settle(Rest rest, BooleanSupplier stopping) {
        boolean fault = rest.expired() && !isInfrastructures(rest);
        log.warn(
                "An attempt ended early, {} entries were not settled{}: {}",
                rest.entries().size(),
                fault ? "" : " and wait, no attempt used up",
                rest.expired() ? "it missed its deadline" : FailureText.of(rest.failure(), rest.entries()));
        Optional<Entry> culprit = fault ? rest.culprit() : Optional.empty();
        write(outcomes(rest, culprit.map(entry -> blame.hung(entry, rest.millis()))), stopping);
        if (!fault && !rest.failure().isLeaseLost()) {
            pause();
        }
    }

    /**
     * Settles an attempt that does not end, for its thread. The entry that was being routed is dead at once: to try it
     * again would cost another thread. Changes nothing where the claim is no longer the attempt's.
     *
     * @param culprit that entry; empty when the database or the broker do not answer, or nobody knows which it was
     */
    void settleAbandoned(Rest rest, Optional<Entry> culprit, BooleanSupplier stopping) {
        culprit.ifPresent(entry -> breaker.hung(entry, Duration.ofMillis(rest.millis())));
        write(
                outcomes(
                        rest,
                        culprit.map(entry ->
                                new Failed(new FailedEntry(entry, Optional.empty(), NEVER_ENDS, rest.millis())))),
                stopping);
    }

    /** Whether the database or the broker do not answer now, so that nobody's flow is to blame. */
    boolean isInfrastructures(Rest rest) {
        return blame.isDatabaseAway() || blame.isBrokerAway(rest.failure());
    }

    private static List<Outcome> outcomes(Rest rest, Optional<? extends Outcome> ofOne) {
        List<Outcome> outcomes = new ArrayList<>(GivenBack.all(rest.entries().stream()
                .filter(entry ->
                        ofOne.stream().noneMatch(one -> one.entry().id().equals(entry.id())))
                .toList()));
        ofOne.ifPresent(outcomes::add);
        return outcomes;
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

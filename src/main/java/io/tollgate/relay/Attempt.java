package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.relay.Outcome.GivenBack;
import io.tollgate.relay.RunFailed.Step;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a claim, under one deadline. All of its entries share one run; when an event fails, they are run again
 * with a savepoint each; and when a run fails and names nobody, one by one. Each run settles what it has committed.
 */
final class Attempt implements Watchdog.Watched {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);
    /** Where one has failed, others will: so many claims have their savepoints from the beginning. */
    private static final int CLAIMS_AFTER_A_FAILURE = 20;

    private final Run run;
    private final Parts parts;

    private volatile List<Entry> left = List.of();
    private Watchdog.Watch watch;
    private boolean ofOne;
    private int chunk;
    private int claimsApart;
    private int claimsOneByOne;

    Attempt(Run run, Parts parts) {
        this.run = run;
        this.parts = parts;
    }

    /**
     * Routes and settles the claim. What it does not get to is given back; what was at fault is tried later, or dead.
     *
     * @param stopping whether to leave what cannot be settled to its lease
     * @return false when others have settled it, because it did not end
     */
    boolean run(List<Entry> claimed, BooleanSupplier stopping) {
        left = claimed.stream().sorted(Flows.BY_OBJECT).toList();
        ofOne = left.size() == 1;
        watch = parts.watchdog().watch(this);
        RunFailed failure = null;
        try {
            runAll();
        } catch (Throwable t) {
            failure = t instanceof RunFailed failed ? failed : new RunFailed(Step.BEGIN, left, false, false, 0, t);
        } finally {
            if (watch.expired()) {
                run.discardSession();
            }
            // Last, since closing a JMS connection sets the watchdog's interrupt again.
            watch.close();
        }
        if (failure != null && !watch.abandoned()) {
            if (watch.expired() && failure.suspects().size() != 1) {
                claimsOneByOne = CLAIMS_AFTER_A_FAILURE;
            }
            parts.recovery().settle(rest(failure), stopping);
        }
        return !watch.abandoned();
    }

    private Recovery.Rest rest(RunFailed failure) {
        return new Recovery.Rest(left, failure, watch.expired(), watch.millis());
    }

    private void runAll() {
        claimsApart--;
        claimsOneByOne--;
        chunk = claimsOneByOne < 0 ? Savepoint.MOST : 1;
        boolean sound = claimsApart < 0 && claimsOneByOne < 0 && !parts.broker().isAway();
        if (sound && left.get(0).attempts() == 1) {
            together();
        }
        while (!left.isEmpty()) {
            nextChunk();
        }
    }

    private void together() {
        try {
            settle(run.together(left, watch));
        } catch (RunFailed failure) {
            if (failure.isOfAnEvent() && !watch.expired()) {
                claimsApart = CLAIMS_AFTER_A_FAILURE;
            } else {
                afterTheLossOf(left, failure);
            }
        }
    }

    /** Once half of the deadline is over, the rest is left to the next attempt: none is to blame for the others' time. */
    private void nextChunk() {
        if (watch.isHalfOver() && !ofOne) {
            claimsOneByOne = chunk == 1 ? CLAIMS_AFTER_A_FAILURE : claimsOneByOne;
            write(GivenBack.all(left));
            return;
        }
        List<Entry> next = left.subList(0, Math.min(chunk, left.size()));
        try {
            settle(run.apart(next, watch, entry -> !ofOne && parts.breaker().isHangingFor(entry)));
        } catch (RunFailed failure) {
            afterTheLossOf(next, failure);
        }
    }

    /** A run has failed as a whole, and not for what one of its events threw. */
    private void afterTheLossOf(List<Entry> entries, RunFailed failure) {
        if (watch.expired() || failure.isLeaseLost()) {
            throw failure;
        }
        boolean brokerAway = parts.blame().isBrokerAway(failure);
        if (!brokerAway && parts.blame().isDatabaseAway()) {
            throw failure;
        } else if (entries.size() == 1) {
            write(List.of(parts.blame().failedAlone(entries.get(0), failure, brokerAway)));
        } else if (!brokerAway) {
            log.warn("{} entries are run one by one: {}", entries.size(), FailureText.of(failure, entries));
            chunk = 1;
        }
        // Of several, the next run gives back those that need a broker that is away.
    }

    private void write(List<Outcome> outcomes) {
        parts.settlement().write(outcomes);
        settle(outcomes);
    }

    private void settle(List<Outcome> outcomes) {
        Set<String> ended =
                outcomes.stream().map(outcome -> outcome.entry().id()).collect(Collectors.toSet());
        left = left.stream().filter(entry -> !ended.contains(entry.id())).toList();
        parts.settlement().settled(outcomes);
    }

    @Override
    public List<Runnable> aborts() {
        return run.aborts();
    }

    @Override
    public void abandoned() {
        parts.runaways().abandon(watch.thread(), rest(run.givenUp()));
    }
}

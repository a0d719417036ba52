package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.LeaseLost;
import io.tollgate.relay.Outcome.GivenBack;
import io.tollgate.relay.RunFailed.Step;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a claim, under one deadline. All of its entries share one run; when an event fails, they are run again
 * with a savepoint each; and when a run fails and names nobody, one by one. Each run settles what it has committed.
 */
final class Attempt implements Watchdog.Watched {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);
    /** PostgreSQL becomes slow with more than 64 savepoints in a transaction. */
    private static final int MOST_SAVEPOINTS = 50;

    /** Where one has failed, others will: so many claims have their savepoints from the beginning. */
    private static final int APART_AFTER_A_FAILURE = 20;

    /** Flows lock the rows of Stripe's objects: in one order, so that relay threads do not lock each other out. */
    private static final Comparator<Entry> BY_OBJECT = Comparator.comparing(
            entry -> Objects.requireNonNullElse(entry.event().objectId(), ""));

    private final Run run;
    private final Watchdog watchdog;
    private final Blame blame;
    private final Broker broker;
    private final Breaker breaker;
    private final Settlement settlement;
    private final Runaways runaways;
    private final Duration brokerTimeout;

    private volatile List<Entry> left = List.of();
    private Watchdog.Watch watch;
    private Thread thread;
    private int apart;
    private long begun;

    Attempt(
            Run run,
            Watchdog watchdog,
            Blame blame,
            Broker broker,
            Breaker breaker,
            Settlement settlement,
            Runaways runaways,
            Duration brokerTimeout) {
        this.run = run;
        this.watchdog = watchdog;
        this.blame = blame;
        this.broker = broker;
        this.breaker = breaker;
        this.settlement = settlement;
        this.runaways = runaways;
        this.brokerTimeout = brokerTimeout;
    }

    /**
     * Routes and settles the claim, as far as it gets.
     *
     * @throws Unfinished when some of it is not settled
     */
    void run(List<Entry> claimed) throws Unfinished {
        left = claimed.stream().sorted(BY_OBJECT).toList();
        thread = Thread.currentThread();
        begun = System.nanoTime();
        watch = watchdog.watch(this);
        Throwable failure = null;
        try {
            runAll();
        } catch (Throwable t) {
            failure = t;
        } finally {
            if (watch.expired()) {
                run.discardSession();
            }
            // Last, since closing a JMS connection sets the watchdog's interrupt again.
            watch.close();
        }
        if (failure != null && !watch.abandoned()) {
            throw new Unfinished(left, culprit(failure), watch.expired(), failure, millis(begun));
        }
    }

    private static Entry culprit(Throwable failure) {
        return failure instanceof RunFailed failed ? failed.entry() : null;
    }

    /** Whether the last attempt was settled by others because it did not end. */
    boolean isAbandoned() {
        return watch != null && watch.abandoned();
    }

    private void runAll() {
        apart--;
        if (apart >= 0 || left.get(0).attempts() > 1 || broker.isAway()) {
            allApart();
            return;
        }
        try {
            settle(run.together(left, watch));
        } catch (RunFailed failure) {
            boolean anEvents = failure.step() == Step.ROUTE || failure.step() == Step.MARK;
            if (!watch.expired() && anEvents && !failure.lost() && !isLeaseLost(failure)) {
                apart = APART_AFTER_A_FAILURE;
                allApart();
            } else {
                afterTheLossOf(left, failure);
            }
        }
    }

    private void allApart() {
        for (List<Entry> rest = left; !rest.isEmpty(); rest = left) {
            List<Entry> chunk = rest.subList(0, Math.min(MOST_SAVEPOINTS, rest.size()));
            try {
                settle(run.apart(chunk, watch));
            } catch (RunFailed failure) {
                afterTheLossOf(chunk, failure);
            }
        }
    }

    /** A run has failed as a whole, and not for what one of its events threw. */
    private void afterTheLossOf(List<Entry> entries, RunFailed failure) {
        if (watch.expired() || isLeaseLost(failure)) {
            throw failure;
        }
        if (blame.isBrokerAway(failure)) {
            allApart();
        } else if (blame.isDatabaseAway()) {
            throw failure;
        } else {
            log.warn("{} entries are run one by one: {}", entries.size(), FailureText.of(failure));
            oneByOne(entries);
        }
    }

    /** What may hang as one before it did is given back. */
    private void oneByOne(List<Entry> entries) {
        boolean hung = false;
        for (Entry entry : entries) {
            if (hung && breaker.isHangingFor(entry)) {
                give(entry);
            } else {
                hung |= alone(entry);
            }
        }
    }

    /** @return whether it hung */
    private boolean alone(Entry entry) {
        long start = System.nanoTime();
        try {
            settle(run.apart(List.of(entry), watch));
            return false;
        } catch (RunFailed failure) {
            if (watch.expired() || isLeaseLost(failure) || blame.isDatabaseAway()) {
                throw failure;
            }
            return ofOneAlone(entry, failure, millis(start));
        }
    }

    private boolean ofOneAlone(Entry entry, RunFailed failure, int millis) {
        boolean slow = millis >= brokerTimeout.toMillis() && failure.usedBroker();
        if (blame.isBrokerAway(failure)) {
            broker.hold(entry.type());
            give(entry);
        } else {
            write(slow ? settlement.hung(entry, millis) : settlement.failed(entry, failure, failure.lost(), millis));
        }
        return slow;
    }

    private void give(Entry entry) {
        write(new GivenBack(entry, Duration.ZERO));
    }

    private void write(Outcome outcome) {
        settlement.write(List.of(outcome));
        settle(List.of(outcome));
    }

    private static boolean isLeaseLost(Throwable failure) {
        return Causes.first(failure, LeaseLost.class) != null;
    }

    private void settle(List<Outcome> outcomes) {
        Set<String> ended = new HashSet<>();
        outcomes.forEach(outcome -> ended.add(outcome.entry().id()));
        left = left.stream().filter(entry -> !ended.contains(entry.id())).toList();
        settlement.settled(outcomes);
    }

    private static int millis(long since) {
        return (int) ((System.nanoTime() - since) / 1_000_000);
    }

    @Override
    public List<Runnable> aborts() {
        return run.aborts();
    }

    @Override
    public void abandoned() {
        run.evict();
        RunFailed where = new RunFailed(run.step(), run.current(), run.usesBroker(), false, null);
        runaways.abandon(thread, new Unfinished(left, run.current(), true, where, millis(begun)));
    }
}

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
    private int chunkSize = MOST_SAVEPOINTS;
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
            throw unfinished(failure);
        }
    }

    private Unfinished unfinished(Throwable failure) {
        List<Entry> suspects = failure instanceof RunFailed failed ? failed.suspects() : left;
        if (watch.expired() && suspects.size() > 1) {
            beginOneByOne();
        }
        return new Unfinished(left, suspects, watch.expired(), failure, millis(begun));
    }

    /** The next claims: nobody knows which of them it was. */
    private void beginOneByOne() {
        apart = APART_AFTER_A_FAILURE;
        chunkSize = 1;
    }

    /** Whether the last attempt was settled by others because it did not end. */
    boolean isAbandoned() {
        return watch != null && watch.abandoned();
    }

    private void runAll() {
        apart--;
        chunkSize = apart < 0 ? MOST_SAVEPOINTS : chunkSize;
        if (apart < 0 && left.get(0).attempts() == 1 && !broker.isAway()) {
            together();
        }
        allApart();
    }

    private void together() {
        try {
            settle(run.together(left, watch));
        } catch (RunFailed failure) {
            boolean anEvents = failure.step() == Step.ROUTE || failure.step() == Step.MARK;
            if (watch.expired() || !anEvents || failure.lost() || isLeaseLost(failure)) {
                afterTheLossOf(left, failure);
            } else {
                apart = APART_AFTER_A_FAILURE;
            }
        }
    }

    /** Once half of the deadline is over, the rest is left to the next attempt: none is to blame for the others' time. */
    private void allApart() {
        for (List<Entry> rest = left; !rest.isEmpty(); rest = left) {
            List<Entry> chunk = rest.subList(0, Math.min(chunkSize, rest.size()));
            try {
                if (watch.isHalfOver() && rest.size() > 1) {
                    write(rest.stream()
                            .<Outcome>map(entry -> new GivenBack(entry, Duration.ZERO))
                            .toList());
                } else {
                    settle(run.apart(chunk, watch));
                }
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
        } else if (culprit(entries, failure) != null) {
            ofOneAlone(culprit(entries, failure), failure);
        } else {
            log.warn("{} entries are run one by one: {}", entries.size(), FailureText.of(failure));
            oneByOne(entries);
        }
    }

    /** The only one there is, or the only one that has sent something, when the broker has refused it. */
    private static Entry culprit(List<Entry> entries, RunFailed failure) {
        if (entries.size() == 1) {
            return entries.get(0);
        }
        boolean atTheBroker = failure.step() == Step.FLUSH || failure.step() == Step.COMMIT;
        return atTheBroker && !failure.lost() && failure.suspects().size() == 1
                ? failure.suspects().get(0)
                : null;
    }

    /** What may hang as one before it did is given back. */
    private void oneByOne(List<Entry> entries) {
        boolean hung = false;
        for (Entry entry : entries) {
            if (watch.isHalfOver() || hung && breaker.isHangingFor(entry)) {
                beginOneByOne();
                give(entry);
            } else {
                hung |= alone(entry);
            }
        }
    }

    /** @return whether it hung */
    private boolean alone(Entry entry) {
        try {
            settle(run.apart(List.of(entry), watch));
            return false;
        } catch (RunFailed failure) {
            if (watch.expired() || isLeaseLost(failure) || blame.isDatabaseAway()) {
                throw failure;
            }
            return ofOneAlone(entry, failure);
        }
    }

    private boolean ofOneAlone(Entry entry, RunFailed failure) {
        boolean slow = failure.millis() >= brokerTimeout.toMillis() && failure.usedBroker();
        if (blame.isBrokerAway(failure)) {
            broker.hold(entry.type());
            give(entry);
        } else if (slow) {
            write(List.of(settlement.hung(entry, failure.millis())));
        } else {
            write(List.of(settlement.failed(entry, failure, failure.lost(), failure.millis())));
        }
        return slow;
    }

    private void give(Entry entry) {
        write(List.of(new GivenBack(entry, Duration.ZERO)));
    }

    private void write(List<Outcome> outcomes) {
        settlement.write(outcomes);
        settle(outcomes);
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
        List<Entry> suspects = run.suspects();
        RunFailed where = new RunFailed(run.step(), suspects, run.usesBroker(), false, millis(begun), null);
        runaways.abandon(thread, new Unfinished(left, suspects, true, where, millis(begun)));
    }
}

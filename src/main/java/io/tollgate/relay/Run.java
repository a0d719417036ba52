package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.relay.Outcome.Routed;
import io.tollgate.relay.RunFailed.Step;
import jakarta.jms.JMSException;
import java.sql.Connection;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One run of some entries: a database transaction with a JMS transaction inside it. The JMS commit comes just before the
 * database's; a crash between the two leaves the entries PENDING, so their messages are sent again with the same ids.
 */
final class Run {
    private final TransactionTemplate transactions;
    private final Connections connections;
    private final RelaySession jms;
    private final Flows flows;
    private final Parts parts;

    private volatile Connection connection;
    private volatile Step step = Step.BEGIN;
    private long begun;
    private Watchdog.Watch watch;

    Run(TransactionTemplate transactions, Connections connections, RelaySession jms, EventRouter router, Parts parts) {
        this.transactions = transactions;
        this.connections = connections;
        this.jms = jms;
        this.flows = new Flows(router, jms.sends(), parts);
        this.parts = parts;
    }

    /**
     * Routes the entries and marks them. All of it takes effect, or nothing does.
     *
     * @return what became of them; none of the last ones once half of the deadline is over
     * @throws RunFailed after both were rolled back, also when a single event has failed
     */
    List<Outcome> together(List<Entry> entries, Watchdog.Watch deadline) {
        return run(entries, deadline, "", none -> flows.together(entries));
    }

    /**
     * The same with a savepoint for each event: one that fails leaves no trace and is marked as failed, the others take
     * effect. While the broker is away, those that need it are given back.
     *
     * @param entries at most {@link Savepoint#MOST}
     * @param waits those that are given back, asked when their turn has come
     * @throws RunFailed after both transactions were rolled back, for what no savepoint undoes
     */
    List<Outcome> apart(List<Entry> entries, Watchdog.Watch deadline, Predicate<Entry> waits) {
        return run(
                entries, deadline, Savepoint.EACH, savepoint -> flows.apart(entries, savepoint, waits, this::isLost));
    }

    private interface Routing {
        List<Outcome> with(Savepoint savepoint) throws Exception;
    }

    private List<Outcome> run(List<Entry> entries, Watchdog.Watch deadline, String savepoint, Routing routing) {
        watch = deadline;
        step = Step.BEGIN;
        flows.begin(entries, deadline);
        begun = System.nanoTime();
        boolean success = false;
        List<Outcome> outcomes = null;
        try {
            outcomes = transactions.execute(status -> {
                connections.beforeItGoesBack(this::abortIfTimedOut);
                return inBoth(savepoint, routing);
            });
            // What only failed was rolled back to its savepoints: nothing of a flow took effect.
            success = outcomes.stream().anyMatch(Routed.class::isInstance);
            return outcomes;
        } catch (Throwable failure) {
            throw failure instanceof RunFailed known ? known : failed(step == Step.COMMIT, failure);
        } finally {
            connection = null;
            flows.ended(outcomes);
            parts.metrics().attempt(entries.size(), System.nanoTime() - begun, success);
        }
    }

    /** The watchdog's own abort may come later, and must not hit whoever gets the connection next from the pool. */
    private void abortIfTimedOut() {
        Connection own = connection;
        connection = null;
        if (own != null && watch.expired()) {
            connections.abort(own);
        }
    }

    private List<Outcome> inBoth(String savepoint, Routing routing) {
        connection = connections.ofTransaction();
        jms.bind();
        try {
            step = Step.ROUTE;
            List<Outcome> outcomes;
            try (Savepoint flowsBegin = new Savepoint(connection, savepoint)) {
                outcomes = routing.with(flowsBegin);
            }
            flows.atTheBroker();
            step = Step.FLUSH;
            jms.flush();
            flows.atTheDatabase();
            step = Step.MARK;
            Savepoint.beforeMarks(connection);
            parts.settlement().write(outcomes);
            watch.check();
            flows.atTheBroker();
            step = Step.COMMIT;
            jms.commit();
            return outcomes;
        } catch (Throwable failure) {
            RunFailed failed = failed(isLost(failure), failure);
            jms.rollback(Causes.first(failure, JMSException.class) == null && !watch.expired());
            throw failed;
        } finally {
            jms.unbind();
        }
    }

    private RunFailed failed(boolean lost, Throwable failure) {
        boolean usedBroker = step != Step.BEGIN && (step == Step.FLUSH || jms.used());
        return new RunFailed(step, flows.suspects(), usedBroker, lost, Flows.millisSince(begun), failure);
    }

    private boolean isLost(Throwable failure) {
        return connections.isLost(connection) || jms.isLost() || Causes.isLostConnection(failure);
    }

    /** What has come of it so far, when it is given up. May be called by any thread. */
    RunFailed givenUp() {
        Connection hanging = connection;
        if (hanging != null) {
            connections.evict(hanging);
        }
        return failed(false, null);
    }

    /** What ends its waiting; each may block. May be called by any thread. */
    List<Runnable> aborts() {
        Connection hanging = connection;
        return hanging == null ? List.of(jms.abort()) : List.of(() -> connections.abort(hanging), jms.abort());
    }

    /** Once its deadline is over: its connection to the broker may be cut at any moment. */
    void discardSession() {
        jms.discard();
    }
}

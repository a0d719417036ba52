package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.relay.Outcome.GivenBack;
import io.tollgate.relay.Outcome.Routed;
import io.tollgate.relay.RunFailed.Step;
import jakarta.jms.JMSException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One run of some entries: a database transaction with a JMS transaction inside it. The JMS commit comes just before the
 * database's; a crash between the two leaves the entries PENDING, so their messages are sent again with the same ids.
 */
final class Run {
    private final TransactionTemplate transactions;
    private final Database database;
    private final RelaySession jms;
    private final EventRouter router;
    private final Broker broker;
    private final Breaker breaker;
    private final Settlement settlement;
    private final RelayMetrics metrics;

    private volatile Connection connection;
    private volatile Step step = Step.BEGIN;
    private volatile List<Entry> suspects = List.of();
    private final List<Entry> senders = new ArrayList<>();
    private long begun;
    private Watchdog.Watch watch;

    Run(
            TransactionTemplate transactions,
            Database database,
            RelaySession jms,
            EventRouter router,
            Broker broker,
            Breaker breaker,
            Settlement settlement,
            RelayMetrics metrics) {
        this.transactions = transactions;
        this.database = database;
        this.jms = jms;
        this.router = router;
        this.broker = broker;
        this.breaker = breaker;
        this.settlement = settlement;
        this.metrics = metrics;
    }

    /**
     * Routes the entries and marks them. All of it takes effect, or nothing does.
     *
     * @return what became of them; none of the last ones once half of the deadline is over
     * @throws RunFailed after both transactions were rolled back, also when a single event has failed
     */
    List<Outcome> together(List<Entry> entries, Watchdog.Watch deadline) {
        return run(entries, deadline, () -> {
            List<Outcome> outcomes = new ArrayList<>(entries.size());
            for (int i = 0; i < entries.size() && (i == 0 || !deadline.isHalfOver()); i++) {
                outcomes.add(route(entries.get(i)));
            }
            return outcomes;
        });
    }

    /**
     * The same with a savepoint for each event: one that fails leaves no trace and is marked as failed, the others take
     * effect. While the broker is away, those that need it are given back.
     *
     * @param entries at most 60: PostgreSQL becomes slow with more than 64 savepoints in a transaction
     * @throws RunFailed after both transactions were rolled back, for what no savepoint undoes
     */
    List<Outcome> apart(List<Entry> entries, Watchdog.Watch deadline) {
        return run(entries, deadline, () -> {
            List<Outcome> outcomes = new ArrayList<>(entries.size());
            try (Savepoint savepoint = new Savepoint(connection)) {
                for (int i = 0; i < entries.size() && (i == 0 || !deadline.isHalfOver()); i++) {
                    Entry next = entries.get(i);
                    boolean waits = entries.size() > 1 && breaker.isOpenFor(next);
                    outcomes.add(waits ? new GivenBack(next, Duration.ZERO) : apart(next, savepoint));
                }
            }
            return outcomes;
        });
    }

    private interface Routing {
        List<Outcome> route() throws Exception;
    }

    private List<Outcome> run(List<Entry> entries, Watchdog.Watch deadline, Routing routing) {
        watch = deadline;
        step = Step.BEGIN;
        suspects = entries;
        senders.clear();
        begun = System.nanoTime();
        boolean success = false;
        try {
            List<Outcome> outcomes = transactions.execute(status -> {
                abortBeforeATimedOutConnectionGoesBack();
                return inBoth(routing);
            });
            // What only failed was rolled back to its savepoints: nothing of a flow took effect.
            success = outcomes.stream().anyMatch(Routed.class::isInstance);
            return outcomes;
        } catch (RunFailed failure) {
            throw failure;
        } catch (Throwable failure) {
            throw failed(step == Step.COMMIT, failure);
        } finally {
            connection = null;
            metrics.attempt(entries.size(), System.nanoTime() - begun, success);
        }
    }

    /** The watchdog's own abort may come later, and must not hit whoever gets the connection next from the pool. */
    private void abortBeforeATimedOutConnectionGoesBack() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                Connection own = connection;
                connection = null;
                if (own != null && watch.expired()) {
                    database.abort(own);
                }
            }
        });
    }

    private List<Outcome> inBoth(Routing routing) {
        connection = database.ofTransaction();
        jms.bind();
        try {
            List<Outcome> outcomes = routing.route();
            suspects = senders;
            step = Step.FLUSH;
            jms.flush();
            step = Step.MARK;
            Savepoint.beforeMarks(connection);
            settlement.write(outcomes);
            watch.check();
            step = Step.COMMIT;
            jms.commit();
            return outcomes;
        } catch (Throwable failure) {
            RunFailed failed = failed(isLost(failure), failure);
            rollbackJms(failure);
            throw failed;
        } finally {
            jms.unbind();
        }
    }

    private RunFailed failed(boolean lost, Throwable failure) {
        return new RunFailed(step, suspects(), usesBroker(), lost, millisSince(begun), failure);
    }

    private boolean isLost(Throwable failure) {
        return database.isLost(connection) || jms.isLost() || Causes.isLostConnection(failure);
    }

    /** A broker that has failed once in this run is asked nothing more: each question could take its timeout. */
    private void rollbackJms(Throwable failure) {
        if (Causes.first(failure, JMSException.class) == null && !watch.expired()) {
            jms.rollback();
        } else {
            jms.discard();
        }
    }

    private Routed route(Entry next) throws Exception {
        watch.check();
        step = Step.ROUTE;
        suspects = List.of(next);
        int sent = jms.sends().size();
        long start = System.nanoTime();
        List<String> destinations = router.route(next);
        if (jms.sends().size() > sent) {
            senders.add(next);
        }
        return new Routed(new RoutedEntry(next, destinations, millisSince(start)));
    }

    private Outcome apart(Entry next, Savepoint savepoint) throws Exception {
        int sent = jms.sends().size();
        long start = System.nanoTime();
        savepoint.set();
        try {
            Routed routed = route(next);
            if (broker.isAway() && jms.sends().size() > sent) {
                undo(sent, savepoint);
                broker.hold(next.type());
                return new GivenBack(next, Duration.ZERO);
            }
            savepoint.checkAndRelease();
            breaker.worked(next);
            return routed;
        } catch (Throwable failure) {
            if (watch.expired() || isLost(failure)) {
                throw failure;
            }
            undo(sent, savepoint);
            return settlement.failed(next, failure, false, millisSince(start));
        }
    }

    private void undo(int sent, Savepoint savepoint) throws SQLException {
        if (jms.sends().size() > sent) {
            jms.sends().backTo(sent);
            senders.removeAll(suspects);
        }
        savepoint.rollback();
    }

    private static int millisSince(long start) {
        return (int) ((System.nanoTime() - start) / 1_000_000);
    }

    /** The event that is being routed at this moment; once they are sent, those that have sent something. */
    List<Entry> suspects() {
        return List.copyOf(suspects);
    }

    /** How far it has come. */
    Step step() {
        return step;
    }

    /** Whether it waits for the broker, or has. */
    boolean usesBroker() {
        return step == Step.FLUSH || jms.used();
    }

    /** What ends its waiting; each may block. To be called by any thread. */
    List<Runnable> aborts() {
        Connection hanging = connection;
        return hanging == null ? List.of(jms.abort()) : List.of(() -> database.abort(hanging), jms.abort());
    }

    /** Gives up its database connection, since it does not end. */
    void evict() {
        Connection lost = connection;
        if (lost != null) {
            database.evict(lost);
        }
    }

    /** To be called once its deadline is over: its connection to the broker may be cut at any moment. */
    void discardSession() {
        jms.discard();
    }
}

package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Outcomes;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.relay.FailedAttempt.Step;
import jakarta.jms.JMSException;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One attempt of a batch: a database transaction with a JMS transaction inside it. The JMS commit comes just before the
 * database's; a crash between the two leaves the entries PENDING, so their messages are sent again with the same ids.
 */
final class Attempt implements Watchdog.Watched {
    private final TransactionTemplate transactions;
    private final Database database;
    private final RelaySession jms;
    private final Outcomes outcomes;
    private final EventRouter router;
    private final Watchdog watchdog;
    private final RelayMetrics metrics;
    private final Clock clock;

    private volatile Connection connection;
    private volatile Step step;
    private volatile Entry entry;
    private volatile Consumer<FailedAttempt> whenAbandoned;
    private Watchdog.Watch watch;

    Attempt(
            TransactionTemplate transactions,
            Database database,
            RelaySession jms,
            Outcomes outcomes,
            EventRouter router,
            Watchdog watchdog,
            RelayMetrics metrics,
            Clock clock) {
        this.transactions = transactions;
        this.database = database;
        this.jms = jms;
        this.outcomes = outcomes;
        this.router = router;
        this.watchdog = watchdog;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Routes the batch and marks it; all of it takes effect, or nothing does.
     *
     * @param abandoned called on another thread when the attempt does not end: it settles the batch. Should the attempt
     *     end after all, it has changed nothing, and {@link #isAbandoned()} tells its thread.
     * @throws FailedAttempt after both transactions were rolled back
     */
    List<RoutedEntry> run(List<Entry> batch, Consumer<FailedAttempt> abandoned) {
        step = Step.BEGIN;
        entry = null;
        whenAbandoned = abandoned;
        watch = watchdog.watch(this);
        long start = System.nanoTime();
        try {
            List<RoutedEntry> routed = transactions.execute(status -> {
                abortBeforeATimedOutConnectionGoesBack();
                return routeAndCommitJms(batch);
            });
            metrics.attempt(batch.size(), System.nanoTime() - start, true);
            return routed;
        } catch (Throwable failure) {
            metrics.attempt(batch.size(), System.nanoTime() - start, false);
            throw failed(watch.expired(), failure);
        } finally {
            connection = null;
            if (watch.expired()) {
                jms.discard();
            }
            // Last, since closing a JMS connection sets the watchdog's interrupt again.
            watch.close();
        }
    }

    /** Whether the last run was settled by others because it did not end. */
    boolean isAbandoned() {
        return watch != null && watch.abandoned();
    }

    private FailedAttempt failed(boolean expired, Throwable cause) {
        return new FailedAttempt(step, entry, expired, jms.used(), cause);
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

    private List<RoutedEntry> routeAndCommitJms(List<Entry> batch) {
        connection = database.ofTransaction();
        jms.bind();
        try {
            List<RoutedEntry> routed = route(batch);
            step = Step.MARK;
            outcomes.markRouted(routed, clock.instant());
            watch.check();
            step = Step.COMMIT;
            jms.commit();
            return routed;
        } catch (JMSException e) {
            throw new IllegalStateException("JMS commit: " + e.getMessage(), e);
        } catch (Throwable failure) {
            rollbackJms(failure);
            throw failure;
        } finally {
            jms.unbind();
        }
    }

    /** A broker that has failed once in this attempt is asked nothing more: each question could take its timeout. */
    private void rollbackJms(Throwable failure) {
        if (failed(watch.expired(), failure).cause(JMSException.class) == null) {
            jms.rollback();
        } else {
            jms.discard();
        }
    }

    private List<RoutedEntry> route(List<Entry> batch) {
        List<RoutedEntry> routed = new ArrayList<>(batch.size());
        for (Entry next : batch) {
            watch.check();
            step = Step.ROUTE;
            entry = next;
            long start = System.nanoTime();
            try {
                List<String> destinations = router.route(next);
                routed.add(new RoutedEntry(next, destinations, (int) ((System.nanoTime() - start) / 1_000_000)));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        entry = null;
        return routed;
    }

    @Override
    public List<Runnable> aborts() {
        Connection hanging = connection;
        return hanging == null ? List.of(jms.abort()) : List.of(() -> database.abort(hanging), jms.abort());
    }

    @Override
    public void abandoned() {
        Connection lost = connection;
        if (lost != null) {
            database.evict(lost);
        }
        whenAbandoned.accept(failed(true, new IllegalStateException("The attempt does not end")));
    }
}

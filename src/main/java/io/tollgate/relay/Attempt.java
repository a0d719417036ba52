package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.relay.FailedAttempt.Step;
import jakarta.jms.JMSException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One attempt of a batch: a database transaction with a JMS transaction inside it. The JMS commit comes just before the
 * database's; a crash between the two leaves the entries PENDING, so their messages are sent again with the same ids.
 */
final class Attempt {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final TransactionTemplate transactions;
    private final DataSource dataSource;
    private final RelaySession jms;
    private final Claims claims;
    private final EventRouter router;
    private final Clock clock;

    private volatile Connection connection;
    private Step step;
    private Entry entry;

    Attempt(
            TransactionTemplate transactions,
            DataSource dataSource,
            RelaySession jms,
            Claims claims,
            EventRouter router,
            Clock clock) {
        this.transactions = transactions;
        this.dataSource = dataSource;
        this.jms = jms;
        this.claims = claims;
        this.router = router;
        this.clock = clock;
    }

    /**
     * Routes the batch and marks it; all of it takes effect, or nothing does.
     *
     * @throws FailedAttempt after both transactions were rolled back
     */
    List<RoutedEntry> run(List<Entry> batch, Watchdog watchdog, Duration deadline) {
        step = Step.BEGIN;
        entry = null;
        Watchdog.Watch watch = watchdog.watch(deadline, this::abort);
        try {
            return transactions.execute(status -> {
                closeBeforeTheConnectionGoesBack(watch);
                return routeAndCommitJms(batch);
            });
        } catch (Throwable failure) {
            FailedAttempt failed = new FailedAttempt(step, entry, watch.expired(), jms.used(), failure);
            if (step == Step.COMMIT || failed.cause(JMSException.class) != null) {
                jms.abort();
                jms.discard();
            }
            throw failed;
        } finally {
            watch.close();
            connection = null;
            if (watch.expired()) {
                jms.discard();
                // Closing a JMS connection sets the watchdog's interrupt again.
                Thread.interrupted();
            }
        }
    }

    /** An abort that came later would hit whoever gets the connection next from the pool. */
    private static void closeBeforeTheConnectionGoesBack(Watchdog.Watch watch) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                watch.close();
            }
        });
    }

    private List<RoutedEntry> routeAndCommitJms(List<Entry> batch) {
        connection = DataSourceUtils.getConnection(dataSource);
        jms.bind();
        try {
            List<RoutedEntry> routed = route(batch);
            step = Step.MARK;
            claims.markRouted(routed, clock.instant());
            step = Step.COMMIT;
            jms.commit();
            return routed;
        } catch (JMSException e) {
            throw new IllegalStateException("JMS commit: " + e.getMessage(), e);
        } finally {
            jms.unbind();
            // After a failed commit only closing the connection is sure to end the transaction.
            if (step != Step.COMMIT) {
                jms.rollback();
            }
        }
    }

    private List<RoutedEntry> route(List<Entry> batch) {
        step = Step.ROUTE;
        List<RoutedEntry> routed = new ArrayList<>(batch.size());
        for (Entry next : batch) {
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

    /** Runs on the watchdog's thread; the rollback then runs on the one that owns the attempt. */
    private void abort() {
        Connection hanging = connection;
        if (hanging != null) {
            try {
                hanging.abort(Runnable::run);
            } catch (SQLException | RuntimeException e) {
                log.debug("Aborting the database connection of a timed-out attempt", e);
            }
        }
        jms.abort();
    }
}

package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.reconcile.ReconcileRun.Outcome;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles every few minutes, of all gateways on the database one at a time. A run that fails is followed by another one soon, and then by
 * ever later ones. Two gateways that both think it is their turn do no harm: an event is stored once, and a watermark moves past what is
 * committed only.
 */
final class Reconciler implements AutoCloseable {
    /** As its runs are known in the database. */
    static final String NAME = "reconcile";

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration UNDELIVERED_EVERY = Duration.ofHours(1);

    private final ReconcileRun run;
    private final StripeKeys keys;
    private final WantedTypes wanted;
    private final Inbox inbox;
    private final Leases leases;
    private final ReconcileMetrics metrics;
    private final Duration interval;
    private final Clock clock;
    private final String holder = ManagementFactory.getRuntimeMXBean().getName();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stripe-reconcile");
        thread.setDaemon(true);
        return thread;
    });
    private Instant undelivered = Instant.MIN;
    private int failures;

    /** @param interval from the end of a run to the next */
    Reconciler(
            ReconcileRun run,
            StripeKeys keys,
            WantedTypes wanted,
            Inbox inbox,
            Leases leases,
            ReconcileMetrics metrics,
            Duration interval,
            Clock clock) {
        this.run = run;
        this.keys = keys;
        this.wanted = wanted;
        this.inbox = inbox;
        this.leases = leases;
        this.metrics = metrics;
        this.interval = interval;
        this.clock = clock;
    }

    Reconciler start() {
        goOnAfter(Duration.ofSeconds(1));
        return this;
    }

    private void goOnAfter(Duration delay) {
        if (!timer.isShutdown()) {
            timer.schedule(this::runAndGoOn, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void runAndGoOn() {
        Duration delay = SOON;
        try {
            delay = run() ? interval : SOON;
            failures = 0;
        } catch (Throwable t) {
            // an Error too: whoever looks must go on looking
            delay = failed(t);
        } finally {
            goOnAfter(delay);
        }
    }

    /** @return until the next run, an interval at most */
    private Duration failed(Throwable failure) {
        metrics.failed();
        Duration delay = SOON.multipliedBy(1L << Math.min(failures++, 10));
        Duration next = delay.compareTo(interval) < 0 ? delay : interval;
        if (!timer.isShutdown()) {
            log.warn(
                    "What never arrived is not known, and is looked for again in {} s: {}",
                    next.toSeconds(),
                    sentence(failure));
        }
        return next;
    }

    private static String sentence(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }

    /** @return false when there is nothing to ask for yet, since no routes run */
    boolean run() {
        if (keys.isEmpty()) {
            return true;
        }
        Set<String> flows = wanted.now();
        Set<String> types = run.types(flows);
        if (types.isEmpty()) {
            return false;
        }
        try {
            if (leases.take(NAME, holder, LEASE)) {
                runAndNote(types, !flows.isEmpty());
            }
        } finally {
            metrics.update(types);
        }
        return true;
    }

    /** @param known whether routes run, so that it is known which types are wanted no more */
    private void runAndNote(Set<String> types, boolean known) {
        Instant now = clock.instant();
        boolean alsoUndelivered = undelivered.plus(UNDELIVERED_EVERY).isBefore(now);
        String problem = "it was stopped";
        try {
            Outcome outcome = run.run(new Wish(types, null, alsoUndelivered), inbox, this::renew, metrics::report);
            if (known) {
                run.forgetAllBut(outcome, types);
            }
            problem = outcome.problem();
            undelivered = alsoUndelivered ? now : undelivered;
        } catch (RuntimeException e) {
            problem = sentence(e);
            throw e;
        } finally {
            leases.end(NAME, holder, problem);
        }
    }

    private void renew() {
        if (timer.isShutdown() || !leases.take(NAME, holder, LEASE)) {
            throw new IllegalStateException("another gateway goes on with it");
        }
    }

    /** Nothing is stored after it, but for the event that is being stored. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.inbox.Watermarks;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
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
    static final String LEASE = "reconcile";

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration LEASE_TIME = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration UNDELIVERED_EVERY = Duration.ofHours(1);

    private final Reconciliation reconciliation;
    private final StripeKeys keys;
    private final WantedTypes wanted;
    private final Entries entries;
    private final Inbox inbox;
    private final Leases leases;
    private final Watermarks watermarks;
    private final ReconcileMetrics metrics;
    private final String name;
    private final Duration interval;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stripe-reconcile");
        thread.setDaemon(true);
        return thread;
    });
    private Instant undelivered = Instant.MIN;
    private int failures;

    /**
     * @param name of this gateway
     * @param interval from the end of a run to the next
     */
    Reconciler(
            Reconciliation reconciliation,
            StripeKeys keys,
            WantedTypes wanted,
            Entries entries,
            Inbox inbox,
            Leases leases,
            Watermarks watermarks,
            ReconcileMetrics metrics,
            String name,
            Duration interval,
            Clock clock) {
        this.reconciliation = reconciliation;
        this.keys = keys;
        this.wanted = wanted;
        this.entries = entries;
        this.inbox = inbox;
        this.leases = leases;
        this.watermarks = watermarks;
        this.metrics = metrics;
        this.name = name;
        this.interval = interval;
        this.clock = clock;
    }

    Reconciler start() {
        next(Duration.ofSeconds(1));
        return this;
    }

    private void next(Duration delay) {
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
            delay = failed(t);
        } finally {
            next(delay);
        }
    }

    /** Not longer than an interval. */
    private Duration failed(Throwable failure) {
        metrics.failed();
        failures++;
        Duration delay = SOON.multipliedBy(1L << Math.min(failures, 10));
        Duration next = delay.compareTo(interval) < 0 ? delay : interval;
        if (!timer.isShutdown()) {
            log.warn(
                    "What Stripe has is not known, and is asked for again in {} s: {}",
                    next.toSeconds(),
                    sentence(failure));
        }
        return next;
    }

    private static String sentence(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }

    /** @return false when there is nothing to ask for yet */
    boolean run() {
        if (keys.isEmpty()) {
            return true;
        }
        Set<String> types = wanted.now();
        if (reconciliation.types(types).isEmpty()) {
            return false;
        }
        if (leases.take(LEASE, name, LEASE_TIME)) {
            String problem = "it was stopped";
            try {
                problem = runAll(types);
            } catch (RuntimeException e) {
                problem = sentence(e);
                throw e;
            } finally {
                leases.end(LEASE, name, problem);
            }
        }
        metrics.update(watermarks.all());
        return true;
    }

    private String runAll(Set<String> types) {
        Instant now = clock.instant();
        boolean alsoUndelivered = undelivered.plus(UNDELIVERED_EVERY).isBefore(now);
        Wish wish = new Wish(types, null, alsoUndelivered);
        String problem =
                new Run(reconciliation, watermarks).of(wish, new Store(entries, inbox, this::renew), now, this::report);
        undelivered = alsoUndelivered ? now : undelivered;
        return problem;
    }

    private void report(Found found) {
        long missing =
                found.missing().values().stream().mapToLong(Long::longValue).sum();
        if (missing > 0) {
            metrics.reconciled(found.scope(), missing);
            log.warn("{}: {} events never arrived, and are stored now: {}", found.scope(), missing, found.missing());
        }
        metrics.problem(found);
    }

    /** @throws IllegalStateException when another gateway has taken over */
    private void renew() {
        if (timer.isShutdown() || !leases.take(LEASE, name, LEASE_TIME)) {
            throw new IllegalStateException("Another gateway goes on with it");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

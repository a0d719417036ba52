package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.LeaseLost;
import io.tollgate.inbox.Outcomes;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.inbox.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Sets down how attempts ended. A failure of the infrastructure: the attempt is given back and the relay waits. The
 * event's: alone in its batch it is rescheduled or dead; otherwise it is tried again alone. Where nobody knows which one
 * was at fault, the whole batch comes back one by one.
 */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final String NEVER_ENDS =
            "Its flow did not end at the deadline and cannot be stopped: it still runs."
                    + " Mend the flow, restart the gateway, then replay";

    private final Schedule schedule;
    private final Outcomes outcomes;
    private final Blame blame;
    private final Database database;
    private final Broker broker;
    private final Bulkhead bulkhead;
    private final RelayMetrics metrics;
    private final RelayProperties settings;
    private final Clock clock;
    private volatile Runnable due = () -> {};

    Settlement(
            Schedule schedule,
            Outcomes outcomes,
            Blame blame,
            Database database,
            Broker broker,
            Bulkhead bulkhead,
            RelayMetrics metrics,
            RelayProperties settings,
            Clock clock) {
        this.schedule = schedule;
        this.outcomes = outcomes;
        this.blame = blame;
        this.database = database;
        this.broker = broker;
        this.bulkhead = bulkhead;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /** Calls the listener whenever entries of a failed batch are due again at once. */
    void onDue(Runnable listener) {
        due = listener;
    }

    /** All of a batch was routed, and committed. */
    void routed(List<RoutedEntry> routed) {
        metrics.routed(routed, clock.instant());
        routed.forEach(r -> log.info(
                "{} {} routed to {} in {} ms", r.entry().id(), r.entry().type(), r.destinations(), r.millis()));
        if (!bulkhead.isolatedTypes().isEmpty()) {
            boolean fresh = routed.get(0).entry().attempts() == 1;
            routed.stream()
                    .collect(Collectors.groupingBy(r -> r.entry().type(), Collectors.counting()))
                    .forEach((type, count) -> routedIsolated(type, count.intValue(), fresh));
        }
    }

    private void routedIsolated(String type, int count, boolean fresh) {
        if (bulkhead.routed(type, count, fresh)) {
            // Those far on in their schedule keep to it: they may fail for a reason of their own.
            int most = settings.retry().maxAttempts() / 2;
            int retries = schedule.bringForward(type, most, clock.instant());
            log.info("{} was out of order: {} of its events that waited for a retry are due now", type, retries);
            due.run();
        }
    }

    /** Its own batch, or one as good as that. */
    private void isolateIfAllAreOf(String type, List<Entry> batch) {
        if (batch.stream().allMatch(entry -> entry.type().equals(type))) {
            bulkhead.failed(type, batch.size(), isFresh(batch), Duration.ZERO);
        }
    }

    private static boolean isFresh(List<Entry> batch) {
        return batch.get(0).attempts() == 1;
    }

    void settle(List<Entry> batch, FailedAttempt failure, BooleanSupplier stopping) {
        if (failure.cause(LeaseLost.class) != null) {
            log.warn("Rolled back {} entries: {}", batch.size(), FailureText.of(failure));
            // Those that are still ours; by the token, the others stay as they are.
            release(batch);
        } else if (blame.isInfrastructures(failure)) {
            giveBack(batch, failure, stopping);
        } else if (batch.size() > 1 && failure.entry() != null) {
            log.warn(
                    "{} entries come back without {}: {}",
                    batch.size() - 1,
                    failure.entry().event(),
                    describe(failure));
            setAside(failure.entry(), batch);
        } else if (batch.size() > 1) {
            log.warn("{} entries come back one by one: {}", batch.size(), describe(failure));
            isolateIfAllAreOf(batch.get(0).type(), batch);
            release(batch);
        } else {
            reschedule(batch.get(0), failure);
        }
    }

    /**
     * Settles a batch whose attempt does not end, for its thread. The entry that was being routed is dead at once: to try
     * it again would cost another thread. Changes nothing where the claim is no longer the attempt's.
     *
     * @param infrastructures what {@link Blame} said when it was given up
     */
    void settleAbandoned(List<Entry> batch, FailedAttempt runaway, boolean infrastructures) {
        Entry entry = runaway.entry();
        if (infrastructures) {
            outcomes.giveBack(batch, clock.instant());
        } else if (entry != null) {
            Instant now = clock.instant();
            outcomes.markFailed(
                    entry, Optional.empty(), NEVER_ENDS, (int) entry.took(now).toMillis(), now);
            outcomes.giveBack(batch.stream().filter(other -> other != entry).toList(), now);
            metrics.failed(entry);
            metrics.dead(entry.type());
            bulkhead.failed(entry.type(), batch.size(), isFresh(batch), entry.took(now));
            due.run();
        } else if (batch.size() > 1) {
            release(batch);
        } else {
            reschedule(batch.get(0), runaway);
        }
    }

    /** The one at fault is tried again alone. The others were not at fault, and lose no attempt. */
    private void setAside(Entry failed, List<Entry> batch) {
        Instant now = clock.instant();
        bulkhead.failed(failed.type(), batch.size(), isFresh(batch), failed.took(now));
        metrics.failed(failed);
        outcomes.giveBack(batch.stream().filter(entry -> entry != failed).toList(), now);
        outcomes.release(List.of(failed), now);
        due.run();
    }

    /** Any of them may be at fault. */
    private void release(List<Entry> batch) {
        outcomes.release(batch, clock.instant());
        due.run();
    }

    private void giveBack(List<Entry> batch, FailedAttempt failure, BooleanSupplier stopping) {
        log.warn("{} entries wait, no attempt used up: {}", batch.size(), describe(failure));
        while (!gaveBack(batch) && !stopping.getAsBoolean()) {
            awaitDatabase(stopping);
        }
        if (!broker.isAway()) {
            pause();
        }
    }

    private boolean gaveBack(List<Entry> batch) {
        try {
            outcomes.giveBack(batch, clock.instant());
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** Returns when the database answers, or the relay stops. */
    void awaitDatabase(BooleanSupplier stopping) {
        do {
            pause();
        } while (!stopping.getAsBoolean() && !database.answers());
    }

    private void pause() {
        LockSupport.parkNanos(settings.probe().toNanos());
    }

    private void reschedule(Entry entry, FailedAttempt failure) {
        Instant now = clock.instant();
        Optional<Instant> next = settings.retry().nextAttempt(entry.attempts(), now, RandomGenerator.getDefault());
        String error = describe(failure);
        outcomes.markFailed(entry, next, error, (int) entry.took(now).toMillis(), now);
        bulkhead.failed(entry.type(), 1, entry.attempts() == 1, entry.took(now));
        metrics.failed(entry);
        if (next.isPresent()) {
            log.warn("{} failed (attempt {}), due again at {}: {}", entry.event(), entry.attempts(), next.get(), error);
        } else {
            metrics.dead(entry.type());
            log.error("{} is dead after {} attempts: {}", entry.event(), entry.attempts(), error);
        }
    }

    private String describe(FailedAttempt failure) {
        return failure.expired()
                ? "The attempt missed its deadline of " + settings.deadline().toSeconds() + " s"
                : FailureText.of(failure);
    }

    /** Sets DEAD what took the process down with each of its attempts. */
    void giveUpExhausted() {
        schedule.giveUpExhausted(settings.retry().maxAttempts(), clock.instant())
                .forEach(event -> {
                    metrics.dead(event.type());
                    log.error("{} is dead: the gateway stopped while routing it", event);
                });
    }
}

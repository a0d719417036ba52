package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.LeaseLost;
import io.tollgate.inbox.Outcomes;
import io.tollgate.relay.FailedAttempt.Step;
import jakarta.jms.ResourceAllocationException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Decides whose failure it was. The infrastructure's: the attempt is given back and the relay waits. The event's: alone
 * in its batch it is rescheduled or dead; otherwise the batch comes back one by one.
 */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final Set<String> SHORT_OF_RESOURCES = Set.of("53100", "53300");
    private static final String NEVER_ENDS =
            "Its flow did not end at the deadline and cannot be stopped: it still runs."
                    + " Mend the flow, restart the gateway, then replay";
    private static final Duration AFTER_THE_OTHERS = Duration.ofMillis(1);

    private final Claims claims;
    private final Outcomes outcomes;
    private final Database database;
    private final Broker broker;
    private final RelayProperties settings;
    private final Clock clock;

    Settlement(
            Claims claims, Outcomes outcomes, Database database, Broker broker, RelayProperties settings, Clock clock) {
        this.claims = claims;
        this.outcomes = outcomes;
        this.database = database;
        this.broker = broker;
        this.settings = settings;
        this.clock = clock;
    }

    void settle(List<Entry> batch, FailedAttempt failure, BooleanSupplier stopping) {
        if (failure.cause(LeaseLost.class) != null) {
            log.warn("Rolled back {} entries: {}", batch.size(), FailureText.of(failure));
            // Those that are still ours; by the token, the others stay as they are.
            release(batch, null);
        } else if (isInfrastructures(failure)) {
            giveBack(batch, failure, stopping);
        } else if (batch.size() > 1) {
            log.warn("{} entries come back one by one: {}", batch.size(), describe(failure));
            release(batch, failure.entry());
        } else {
            reschedule(batch.get(0), failure);
        }
    }

    /**
     * Settles a batch whose attempt does not end, for its thread. The entry that was being routed is dead at once: to try
     * it again would cost another thread. Changes nothing where the claim is no longer the attempt's.
     *
     * @param infrastructures whether {@link #isInfrastructures} said so when it was given up
     */
    void settleAbandoned(List<Entry> batch, FailedAttempt runaway, boolean infrastructures) {
        Entry entry = runaway.entry();
        if (infrastructures) {
            outcomes.giveBack(batch, clock.instant());
        } else if (entry != null) {
            Instant now = clock.instant();
            outcomes.markFailed(entry, Optional.empty(), NEVER_ENDS, millis(entry, now), now);
            outcomes.release(batch.stream().filter(other -> other != entry).toList(), now);
        } else if (batch.size() > 1) {
            release(batch, null);
        } else {
            reschedule(batch.get(0), runaway);
        }
    }

    /** The one that failed comes last, so that the others do not wait for it once more. */
    private void release(List<Entry> batch, Entry failed) {
        Instant now = clock.instant();
        outcomes.release(batch.stream().filter(entry -> entry != failed).toList(), now);
        if (failed != null) {
            outcomes.release(List.of(failed), now.plus(AFTER_THE_OTHERS));
        }
    }

    /** Whether database or broker are to blame; asks both, each within its timeout. */
    boolean isInfrastructures(FailedAttempt failure) {
        if (failure.cause(BrokerUnavailable.class) != null || isFull(failure)) {
            broker.hold(failure.entry().type());
            return true;
        }
        if (isShortOfResources(failure.cause(SQLException.class)) || !database.answers()) {
            return true;
        }
        if (failure.usedBroker() && !broker.answers()) {
            broker.markAway(FailureText.of(failure));
            return true;
        }
        // A commit that fails while both are well is refused for what a flow did: a queue it may not send to, a
        // constraint that is checked late. Given back, it would come again for ever and take its batch along.
        return failure.step() == Step.BEGIN && !failure.expired();
    }

    /** The broker answers, and has no room for what this event sends. */
    private static boolean isFull(FailedAttempt failure) {
        return failure.entry() != null && failure.cause(ResourceAllocationException.class) != null;
    }

    /** Its disk is full, or its connections are used up. */
    private static boolean isShortOfResources(SQLException failure) {
        return failure != null && SHORT_OF_RESOURCES.contains(String.valueOf(failure.getSQLState()));
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
        outcomes.markFailed(entry, next, error, millis(entry, now), now);
        if (next.isPresent()) {
            log.warn("{} failed (attempt {}), due again at {}: {}", entry.event(), entry.attempts(), next.get(), error);
        } else {
            log.error("{} is dead after {} attempts: {}", entry.event(), entry.attempts(), error);
        }
    }

    private static int millis(Entry entry, Instant now) {
        return (int) Math.min(
                Integer.MAX_VALUE, Duration.between(entry.startedAt(), now).toMillis());
    }

    private String describe(FailedAttempt failure) {
        return failure.expired()
                ? "The attempt missed its deadline of " + settings.deadline().toSeconds() + " s"
                : FailureText.of(failure);
    }

    /** Sets DEAD what took the process down with each of its attempts. */
    void giveUpExhausted() {
        claims.giveUpExhausted(settings.retry().maxAttempts(), clock.instant())
                .forEach(idAndType -> log.error("{} is dead: the gateway stopped while routing it", idAndType));
    }
}

package io.tollgate.relay;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a failed entry is tried again: after {@code firstDelay × multiplier^(n-1)}, at most {@code maxDelay}, plus up to
 * a fifth of it at random so that entries that failed together do not come back together. The defaults span a little
 * more than 3 days, as Stripe's own retries do.
 *
 * @param firstDelay after the first failure
 * @param multiplier from one delay to the next; 1 or more
 * @param maxDelay the longest delay, before the random part
 * @param maxAttempts after as many failures the entry is dead; 2 or more, since the first may be another's of its batch
 */
record RetrySchedule(
        @DefaultValue("5s") Duration firstDelay,
        @DefaultValue("3") double multiplier,
        @DefaultValue("6h") Duration maxDelay,
        @DefaultValue("22") int maxAttempts) {
    private static final double JITTER = 0.2;

    RetrySchedule {
        if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0 || multiplier < 1 || maxAttempts < 2) {
            throw new InvalidConfiguration(
                    "tollgate.relay.retry needs 0 <= first-delay <= max-delay, multiplier >= 1 and max-attempts >= 2");
        }
    }

    /** No entry is scheduled further ahead than this. */
    Duration longest() {
        return maxDelay.plus(Duration.ofMillis((long) (maxDelay.toMillis() * JITTER)));
    }

    /** @return when to try again after {@code attempts} failures, or nothing when that was the last one */
    Optional<Instant> nextAttempt(int attempts, Instant now, RandomGenerator random) {
        if (attempts >= maxAttempts) {
            return Optional.empty();
        }
        double millis = Math.min(firstDelay.toMillis() * Math.pow(multiplier, attempts - 1), maxDelay.toMillis());
        return Optional.of(now.plusMillis((long) (millis * (1 + JITTER * random.nextDouble()))));
    }
}

package io.tollgate.relay;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
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
 * @param maxAttempts after as many failures the entry is dead; 2 or more, since a crash costs each event of its batch one
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

    /** @return how long to wait after {@code attempts} failures, or nothing when that was the last one */
    Optional<Duration> nextAttempt(int attempts, RandomGenerator random) {
        if (attempts >= maxAttempts) {
            return Optional.empty();
        }
        double millis = Math.min(firstDelay.toMillis() * Math.pow(multiplier, attempts - 1), maxDelay.toMillis());
        return Optional.of(Duration.ofMillis((long) (millis * (1 + JITTER * random.nextDouble()))));
    }
}

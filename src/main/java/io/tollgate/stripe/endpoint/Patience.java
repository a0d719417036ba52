package io.tollgate.stripe.endpoint;

import io.tollgate.stripe.StripeAway;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks again, some times, when Stripe is away; for what may be asked any number of times. */
final class Patience {
    static final int TRIES = 5;

    private final Duration firstPause;

    /** @param firstPause after a request that fails; it doubles */
    Patience(Duration firstPause) {
        this.firstPause = firstPause;
    }

    <T> T ask(Supplier<T> request) {
        for (int tries = 1; ; tries++) {
            try {
                return request.get();
            } catch (StripeAway e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
            pause(tries);
        }
    }

    /** @param failures how many there were, 1 or more */
    void pause(int failures) {
        try {
            Thread.sleep(firstPause.multipliedBy(1L << (failures - 1)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StripeAway("Interrupted while it waited to ask Stripe again", e);
        }
    }
}

package io.tollgate.hydrate;

import java.util.Optional;

/** Who answers a question about an event. */
@FunctionalInterface
public interface Asking {
    /** Where no event comes, as in a check. */
    Asking NOBODY = question -> {
        throw NotHydrated.later("Nobody asks Stripe here: start a gateway with STRIPE_API_KEY", null);
    };

    /**
     * Asks once.
     *
     * @return JSON, UTF-8
     * @throws NotHydrated when there is no answer, or none that helps
     */
    byte[] ask(Question question);

    /** Why each question would be in vain, as a sentence with the way out; empty when that is not known. */
    default Optional<String> inVain() {
        return Optional.empty();
    }
}

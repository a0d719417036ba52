package io.tollgate.stripe;

/** Stripe's API does not answer, answers with an error of its own, or asks to wait. It may be asked the same again later. */
public final class StripeAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names no payload and no secret */
    public StripeAway(String message, Throwable cause) {
        super(message, cause);
    }
}

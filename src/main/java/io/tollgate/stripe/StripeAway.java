package io.tollgate.stripe;

import java.time.Duration;

/** Stripe's API does not answer, answers with an error of its own, or asks to wait. It may be asked the same again later. */
public final class StripeAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Duration pause;

    /** @param message names no payload and no secret */
    public StripeAway(String message, Throwable cause) {
        this(0, message, cause, Duration.ZERO);
    }

    /**
     * @param status of HTTP, 409, 429 or 5xx; 0 when there was no answer
     * @param pause how long Stripe wants to be left alone
     */
    StripeAway(int status, String message, Throwable cause, Duration pause) {
        super(message, cause);
        this.status = status;
        this.pause = pause;
    }

    /** Of HTTP; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** How long Stripe wants to be left alone; zero when it does not say. */
    public Duration pause() {
        return pause == null ? Duration.ZERO : pause;
    }
}

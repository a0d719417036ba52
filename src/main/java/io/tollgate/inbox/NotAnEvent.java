package io.tollgate.inbox;

/** A body that is none of Stripe's events. Its message says why, as the end of a sentence. */
public final class NotAnEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAnEvent(String why) {
        super(why);
    }
}

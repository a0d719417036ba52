package io.tollgate.inbox;

/** The event could not be stored, or not in time; Stripe has to send it again. */
public class NotStored extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotStored(String message) {
        super(message);
    }

    public NotStored(String message, Throwable cause) {
        super(message, cause);
    }
}

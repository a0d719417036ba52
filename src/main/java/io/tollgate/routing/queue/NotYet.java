package io.tollgate.routing.queue;

/** Rolls back a message that has come before its next try is due. */
final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet() {
        super("The next try is not due", null, false, false);
    }
}

package io.tollgate.routing.reload;

/** Nothing can be said of an event: the message names the way out. */
public final class NotRehearsed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passes;

    NotRehearsed(String message, boolean passes) {
        super(message, null, false, false);
        this.passes = passes;
    }

    /** Whether it is worth another try later. */
    public boolean passes() {
        return passes;
    }
}

package io.tollgate.routing.rehearsal;

/** A rehearsal has taken more than it may. An error, so that no step that catches exceptions takes it for its own. */
final class OutOfBounds extends Error {
    private static final long serialVersionUID = 1L;

    /** @param what it has done, such as {@code took longer than 100 ms} */
    OutOfBounds(String what) {
        super(what, null, false, false);
    }
}

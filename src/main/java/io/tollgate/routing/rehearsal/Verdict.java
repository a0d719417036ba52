package io.tollgate.routing.rehearsal;

/** What would become of an event. */
public enum Verdict {
    /** It reaches at least one destination. */
    ROUTED,
    /** It is routed, and reaches none. */
    NOWHERE,
    /** A step fails, of its own flow or of one behind a queue. */
    FAILED,
    /** It took too long, or met a lock: nothing can be said. */
    NOT_KNOWN
}

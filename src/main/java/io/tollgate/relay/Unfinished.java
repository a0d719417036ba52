package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.util.List;

/** An attempt that has ended, or is given up, before all of its entries were settled. */
final class Unfinished extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Entry> left;
    private final transient List<Entry> suspects;
    private final boolean expired;
    private final int millis;

    /**
     * @param left those that are not settled
     * @param suspects those of them that may be at fault: one, or nobody knows which
     * @param expired whether it missed its deadline
     * @param millis how long the attempt took
     */
    Unfinished(List<Entry> left, List<Entry> suspects, boolean expired, Throwable cause, int millis) {
        super(cause);
        this.left = left;
        this.suspects = suspects;
        this.expired = expired;
        this.millis = millis;
    }

    List<Entry> left() {
        return left;
    }

    List<Entry> suspects() {
        return suspects;
    }

    boolean expired() {
        return expired;
    }

    int millis() {
        return millis;
    }
}

package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.util.List;

/** An attempt that has ended, or is given up, before all of its entries were settled. */
final class Unfinished extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Entry> left;
    private final transient Entry current;
    private final boolean expired;
    private final int millis;

    /**
     * @param left those that are not settled
     * @param current the one of them that was being routed; null when nobody knows
     * @param expired whether it missed its deadline
     * @param millis how long the attempt took
     */
    Unfinished(List<Entry> left, Entry current, boolean expired, Throwable cause, int millis) {
        super(cause);
        this.left = left;
        this.current = current;
        this.expired = expired;
        this.millis = millis;
    }

    List<Entry> left() {
        return left;
    }

    Entry current() {
        return current;
    }

    boolean expired() {
        return expired;
    }

    int millis() {
        return millis;
    }
}

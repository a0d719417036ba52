package io.tollgate.relay;

import io.tollgate.inbox.Entry;

/** A run of which nothing took effect: how far it came, and where it failed. */
final class RunFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How far a run came. */
    enum Step {
        BEGIN,
        ROUTE,
        FLUSH,
        MARK,
        COMMIT
    }

    private final transient Step step;
    private final transient Entry entry;
    private final boolean usedBroker;
    private final boolean lost;

    /**
     * @param entry the one that was being routed, or the only one; null when any of them may be at fault
     * @param usedBroker whether it needed the broker
     * @param lost whether a connection of its own was lost
     */
    RunFailed(Step step, Entry entry, boolean usedBroker, boolean lost, Throwable cause) {
        super(cause);
        this.step = step;
        this.entry = entry;
        this.usedBroker = usedBroker;
        this.lost = lost;
    }

    Step step() {
        return step;
    }

    Entry entry() {
        return entry;
    }

    boolean usedBroker() {
        return usedBroker;
    }

    boolean lost() {
        return lost;
    }
}

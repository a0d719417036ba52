package io.tollgate.relay;

import io.tollgate.inbox.Entry;

/** An attempt that was rolled back: how far it came, and where it failed. */
final class FailedAttempt extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 100;

    /** How far an attempt came. */
    enum Step {
        BEGIN,
        ROUTE,
        MARK,
        COMMIT
    }

    private final transient Step step;
    private final transient Entry entry;
    private final boolean expired;
    private final boolean usedBroker;

    /** @param entry the one that was being routed; null before and after that */
    FailedAttempt(Step step, Entry entry, boolean expired, boolean usedBroker, Throwable cause) {
        super(cause);
        this.step = step;
        this.entry = entry;
        this.expired = expired;
        this.usedBroker = usedBroker;
    }

    Step step() {
        return step;
    }

    Entry entry() {
        return entry;
    }

    boolean expired() {
        return expired;
    }

    boolean usedBroker() {
        return usedBroker;
    }

    /** The first cause of the type, or null. */
    <T extends Throwable> T cause(Class<T> type) {
        int depth = 0;
        for (Throwable t = getCause(); t != null && depth < MAX_CAUSES; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}

package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.LeaseLost;
import java.util.List;

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
    private final transient List<Entry> suspects;
    private final boolean usedBroker;
    private final boolean lost;
    private final int millis;

    /**
     * @param suspects those of the run that may be at fault: the one that was being routed, or all that had sent something
     * @param usedBroker whether it needed the broker
     * @param lost whether a connection of its own was lost
     * @param millis how long it took
     */
    RunFailed(Step step, List<Entry> suspects, boolean usedBroker, boolean lost, int millis, Throwable cause) {
        super(cause);
        this.step = step;
        this.suspects = suspects;
        this.usedBroker = usedBroker;
        this.lost = lost;
        this.millis = millis;
    }

    List<Entry> suspects() {
        return suspects;
    }

    int millis() {
        return millis;
    }

    boolean usedBroker() {
        return usedBroker;
    }

    boolean lost() {
        return lost;
    }

    boolean isLeaseLost() {
        return Causes.first(this, LeaseLost.class) != null;
    }

    /** Whether a step of a flow has thrown, or a mark was refused, while all connections were well. */
    boolean isOfAnEvent() {
        return (step == Step.ROUTE || step == Step.MARK) && !lost && !isLeaseLost();
    }
}

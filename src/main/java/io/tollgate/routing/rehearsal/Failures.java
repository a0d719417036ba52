package io.tollgate.routing.rehearsal;

import io.tollgate.text.Reason;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which step has thrown what, while an event goes through a set. */
final class Failures {
    private final Map<Throwable, FailedStep> steps = Collections.synchronizedMap(new IdentityHashMap<>());
    private final byte[] payload;
    private volatile boolean onStandIn;

    /** @param payload of the event, whose words no reason has */
    Failures(byte[] payload) {
        this.payload = payload;
    }

    /** What fails from now on may do so for what was made up. */
    void standIn() {
        onStandIn = true;
    }

    boolean isOnStandIn() {
        return onStandIn;
    }

    /** @param before whether what a flow is given comes of what was made up */
    void begin(boolean before) {
        onStandIn = before;
    }

    /** The innermost step that fails counts. */
    void add(Throwable failure, AtStep at) {
        steps.computeIfAbsent(failure, none -> step(failure, at.route(), at.step(), at.place()));
    }

    /** Of what has come out of a flow. */
    FailedStep of(Throwable failure, String route) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailedStep step = steps.get(cause);
            if (step != null) {
                return step;
            }
        }
        return step(failure, route, "", "");
    }

    private FailedStep step(Throwable failure, String route, String step, String place) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new FailedStep(
                route, route, step, place, Reason.of(failure, List.of(payload)), message, onStandIn, List.of());
    }
}

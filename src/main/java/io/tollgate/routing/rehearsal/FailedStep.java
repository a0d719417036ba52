package io.tollgate.routing.rehearsal;

import java.util.List;

/**
 * Why and where a flow would fail.
 *
 * @param run the flow that was run: {@code router} for what an event begins with, else the route behind a queue
 * @param route of the step
 * @param step its id; empty when it is not known
 * @param place such as {@code refunds.camel.yaml:12}; empty for what stands in no file
 * @param reason in one line, without what the event says
 * @param message of the first cause, which may have words of the event
 * @param onStandIn whether the event went on before with an answer that nobody has given, such as of an HTTP server: what
 *     comes of a real one may be otherwise
 * @param done where the flow has been to before, which is not taken back: behind a queue that is all but messages
 */
public record FailedStep(
        String run,
        String route,
        String step,
        String place,
        String reason,
        String message,
        boolean onStandIn,
        List<String> done) {
    FailedStep inRun(String of) {
        return new FailedStep(of, route, step, place, reason, message, onStandIn, done);
    }

    FailedStep withDone(List<String> destinations) {
        return new FailedStep(run, route, step, place, reason, message, onStandIn, destinations);
    }
}

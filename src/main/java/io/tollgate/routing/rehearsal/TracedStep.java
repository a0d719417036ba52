package io.tollgate.routing.rehearsal;

import java.util.Map;

/**
 * A step that an event went through, as it was when the step had ended.
 *
 * @param route of the step
 * @param step its id
 * @param kind such as {@code setBody}
 * @param place such as {@code refunds.camel.yaml:12}; empty for what stands in no file
 * @param depth 0 for a step of the route itself, more for one inside others or in a flow that was called
 * @param micros that it took, with the steps inside it
 * @param said what it would have logged; null for nothing
 * @param body as text
 * @param headers of the message
 * @param variables of the exchange
 * @param error why it failed; null when it did not
 */
public record TracedStep(
        String route,
        String step,
        String kind,
        String place,
        int depth,
        long micros,
        String said,
        String body,
        Map<String, String> headers,
        Map<String, String> variables,
        String error) {}

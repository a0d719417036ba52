package io.tollgate.routing.rehearsal;

import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The step that a thread is in: where what it sends comes from.
 *
 * @param recording of the event
 * @param step its id
 * @param place such as {@code refunds.camel.yaml:12}; empty for what stands in no file
 */
record AtStep(Recording recording, String route, String step, String place) {
    private static final String LAST = "tollgateLastStep";
    private static final ThreadLocal<AtStep> CURRENT = new ThreadLocal<>();

    /** Null outside of a step that sends. */
    static AtStep current() {
        return CURRENT.get();
    }

    /** The step that an exchange is in, or was in last, when another thread goes on with it. */
    static AtStep current(Exchange exchange) {
        return CURRENT.get() == null ? exchange.getProperty(LAST, AtStep.class) : CURRENT.get();
    }

    /** @param at null for none */
    static void enter(AtStep at) {
        CURRENT.set(at);
    }

    /** The exchange keeps it, whichever thread goes on with it. */
    static void enter(AtStep at, Exchange exchange) {
        CURRENT.set(at);
        exchange.setProperty(LAST, at);
    }

    /** What the flow goes on with was made up: an answer, or that there was nothing to read. */
    void standIn() {
        recording.failures().standIn();
    }

    void sent(String kind, String destination, Map<String, String> head, String body) {
        recording.sent(new Sent(kind, destination, route, step, place, head, body, null));
    }
}

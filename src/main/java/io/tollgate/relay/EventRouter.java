package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.trace.Span;
import java.util.List;

/** Where the relay hands an event over to the flows. */
public interface EventRouter {
    /**
     * Runs one event through its flow, on the calling thread and inside the database and JMS transactions that the
     * caller has bound to it. Nothing it sends or writes takes effect before the caller commits.
     *
     * @return the destinations it reached, in order, such as {@code jms:queue:stripe.disputes}; empty for an event
     *     without a flow
     * @throws Exception what the failing step threw; the caller then rolls back
     */
    List<String> route(Entry entry) throws Exception;

    /** The same, within a span of its attempt. */
    default List<String> route(Entry entry, Span attempt) throws Exception {
        return route(entry);
    }

    /** Which flows those are, by the hash of their files; null when there are none yet. */
    default String routes() {
        return null;
    }
}

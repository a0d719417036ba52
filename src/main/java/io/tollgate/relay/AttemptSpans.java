package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.relay.Outcome.Failed;
import io.tollgate.relay.Outcome.Routed;
import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
import io.tollgate.trace.Tracing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A span for each entry of a run, within that of its request: from when its turn comes until the run is committed, or rolled
 * back. An entry that is run again, in the same attempt or in another, has another.
 */
final class AttemptSpans {
    private final Tracing tracing;
    private final Map<String, Span> open = new HashMap<>();

    AttemptSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    Span begin(Entry entry) {
        if (!tracing.isOn()) {
            return Span.NONE;
        }
        Span span = tracing.begin(Kind.INTERNAL, "attempt", entry.event().span().traceparent(), 0)
                .with("tollgate.event.id", entry.id())
                .with("tollgate.event.type", entry.type())
                .with("tollgate.attempt", entry.attempts());
        open.put(entry.id(), span);
        return span;
    }

    void committed(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> end(open.remove(outcome.entry().id()), said(outcome)));
        rolledBack();
    }

    /** All that are open: nothing of them took effect. */
    void rolledBack() {
        open.values().forEach(span -> end(span, "rolled_back"));
        open.clear();
    }

    private static void end(Span span, String outcome) {
        if (span != null) {
            span.with("tollgate.outcome", outcome).close();
        }
    }

    private static String said(Outcome outcome) {
        if (outcome instanceof Failed failed) {
            return failed.failed().next().isPresent() ? "failed" : "dead";
        }
        return outcome instanceof Routed ? "routed" : "given_back";
    }
}

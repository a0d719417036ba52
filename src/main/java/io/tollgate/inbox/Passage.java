package io.tollgate.inbox;

import io.tollgate.trace.Span;

/**
 * How an event comes into the inbox, and what is to become of it there.
 *
 * @param source where it is from
 * @param arrival from when on it waits to be stored; null unless a request has just brought it
 * @param aside why it is stored as routed, with no destination; null when it is to be routed
 * @param span what its way is part of; {@link Span#NONE} unless traces are noted
 * @param warmUp whether it is nobody's, but of this gateway's own warm-up: it is written, rolled back, and never seen
 */
public record Passage(Source source, Arrival arrival, String aside, Span span, boolean warmUp) {
    static final Passage WEBHOOK = new Passage(Source.WEBHOOK, null, null, Span.NONE, false);

    /** Found by asking Stripe what it has. */
    public static final Passage RECONCILED = new Passage(Source.RECONCILED, null, null, Span.NONE, false);

    /** Where an event is from. */
    public enum Source {
        /** Stripe has sent it. */
        WEBHOOK,
        /** Stripe had it, and the inbox did not. */
        RECONCILED;

        /** As it is stored and shown. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Passage arrived(Arrival at) {
        return new Passage(source, at, aside, span, warmUp);
    }

    Passage setAside(String reason) {
        return new Passage(source, arrival, reason, span, warmUp);
    }

    Passage within(Span other) {
        return new Passage(source, arrival, aside, other, warmUp);
    }

    Passage ofWarmUp() {
        return new Passage(source, arrival, aside, span, true);
    }
}

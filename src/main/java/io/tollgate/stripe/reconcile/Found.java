package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.StripeRefused;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What was found of one account, and what became of it. */
public final class Found {
    private final Scope scope;
    private final Map<String, Long> missing = new TreeMap<>();
    private long listed;
    private Instant from;
    private String problem;
    private boolean closed;

    Found(Scope scope) {
        this.scope = scope;
    }

    void listed(int events) {
        listed += events;
    }

    void missing(String type) {
        missing.merge(type, 1L, Long::sum);
    }

    void from(Instant moment) {
        from = from == null || moment.isBefore(from) ? moment : from;
    }

    void problem(String sentence) {
        problem = problem == null ? sentence : problem;
    }

    void refused(StripeRefused refusal) {
        problem(refusal.getMessage());
        closed = refusal.isForTheKey();
    }

    /** Whether Stripe does not let us look into this account. */
    boolean isClosed() {
        return closed;
    }

    public Scope scope() {
        return scope;
    }

    /** Events that Stripe listed. */
    public long listed() {
        return listed;
    }

    /** Those of them that the inbox did not have, by type; they are in it now, unless it was a dry run. */
    public Map<String, Long> missing() {
        return missing;
    }

    /** From when on was asked; null when nothing was. */
    public Instant from() {
        return from;
    }

    /** What kept it from being complete; null when nothing did. */
    public String problem() {
        return problem;
    }
}

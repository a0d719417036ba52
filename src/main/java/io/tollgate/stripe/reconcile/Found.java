package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.StripeRefused;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What was found of one account, and what became of it. */
public final class Found {
    /** Stripe's code for an account that has left. Source: https://docs.stripe.com/error-codes. */
    private static final String NO_ACCESS = "account_invalid";

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

    /** A key that is revoked, or lacks a permission, says nothing about the account: it may be mended. */
    void refused(StripeRefused refusal) {
        closed = scope.isConnected() && NO_ACCESS.equals(refusal.code());
        problem(
                closed
                        ? "Stripe says that it is none of the key's accounts any more (" + NO_ACCESS + ")"
                        : refusal.getMessage());
    }

    /** Whether Stripe says that this connected account is none of ours any more. */
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

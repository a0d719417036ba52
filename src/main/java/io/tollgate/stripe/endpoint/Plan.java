package io.tollgate.stripe.endpoint;

import io.tollgate.stripe.endpoint.Difference.Kind;
import io.tollgate.stripe.endpoint.EndpointCalls.Change;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What is between what there is at Stripe and what there is to be. */
public final class Plan {
    private final Wish wish;
    private final StripeEndpoint found;
    private final Set<String> ids;
    private final List<Difference> differences;
    private final List<String> warnings;

    /**
     * @param found null when there is none
     * @param ids of all endpoints that Stripe has
     */
    Plan(Wish wish, StripeEndpoint found, Set<String> ids, List<Difference> differences, List<String> warnings) {
        this.wish = wish;
        this.found = found;
        this.ids = Set.copyOf(ids);
        this.differences = List.copyOf(differences);
        this.warnings = List.copyOf(warnings);
    }

    /** Stripe's id of it; null when there is none. */
    public String id() {
        return found == null ? null : found.id();
    }

    public List<Difference> differences() {
        return differences;
    }

    /** What is worth a look, and is not changed by {@code apply}. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether {@code apply} can do all of it. */
    public boolean canBeApplied() {
        return differences.stream().allMatch(Difference::canBeChanged);
    }

    /** Whether Stripe is going to tell a secret. */
    public boolean bringsSecret() {
        return has(Kind.CREATE) || has(Kind.SECRET);
    }

    boolean has(Kind kind) {
        return differences.stream().anyMatch(difference -> difference.kind() == kind);
    }

    Wish wish() {
        return wish;
    }

    StripeEndpoint found() {
        return found;
    }

    Set<String> ids() {
        return ids;
    }

    /** Of one that is there. */
    Change change() {
        return new Change(
                when(Kind.URL, w -> w.url().toString()),
                has(Kind.TYPES_ADDED) || has(Kind.TYPES_REMOVED) ? wish.types() : null,
                when(Kind.DESCRIPTION, Wish::description),
                has(Kind.ADOPT) ? Map.of(StripeEndpoint.NAME, wish.name()) : Map.of(),
                has(Kind.DISABLED));
    }

    private String when(Kind kind, Function<Wish, String> value) {
        return has(kind) ? value.apply(wish) : null;
    }
}

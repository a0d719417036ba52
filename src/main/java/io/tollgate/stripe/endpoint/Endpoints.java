package io.tollgate.stripe.endpoint;

import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeCall;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeRefused;
import io.tollgate.stripe.endpoint.Difference.Kind;
import io.tollgate.stripe.endpoint.EndpointCalls.Change;
import java.time.Clock;
import java.util.Set;

/** The endpoint at Stripe that posts to a gateway, as code. */
public final class Endpoints {
    private final StripeApi stripe;
    private final Patience patience;
    private final Clock clock;

    Endpoints(StripeApi stripe, Patience patience, Clock clock) {
        this.stripe = stripe;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Changes nothing.
     *
     * @param needed event types that have a flow
     * @throws InvalidConfiguration when several endpoints may be meant
     * @throws io.tollgate.stripe.StripeAway when Stripe does not answer, several times
     * @throws StripeRefused when the key may not do it
     */
    public Plan plan(StripeKey key, Wish wish, Set<String> needed) {
        var all = patience.ask(() -> calls(wish).list(StripeCall.of(key)));
        return Planner.plan(wish, all, needed, stripe.now().orElseGet(clock::instant));
    }

    /**
     * Does what can be changed. After a failure it can be asked for again: an endpoint that was made already is found.
     *
     * @param secret where a secret goes that Stripe tells; null when the plan brings none
     * @return Stripe's id of the endpoint
     * @throws InvalidConfiguration when Stripe refuses it, for a reason that it names
     */
    public String apply(StripeKey key, Plan plan, SecretFile secret) {
        StripeCall call = StripeCall.of(key);
        EndpointCalls calls = calls(plan.wish());
        Creation creation = new Creation(calls, patience);
        if (plan.has(Kind.CREATE)) {
            return creation.create(call, plan.wish(), plan.ids(), secret::add);
        }
        if (plan.has(Kind.SECRET)) {
            again(creation, call, plan, secret);
        }
        Change change = plan.change();
        if (change.isMore() || change.enable()) {
            update(calls, call, plan.id(), change);
        }
        return plan.id();
    }

    private void update(EndpointCalls calls, StripeCall call, String id, Change change) {
        try {
            patience.ask(() -> {
                calls.update(call, id, change);
                return id;
            });
        } catch (StripeRefused e) {
            throw Refusal.of(e, call);
        }
    }

    private static void again(Creation creation, StripeCall call, Plan plan, SecretFile secret) {
        try {
            creation.again(call, plan.wish(), plan.found(), secret::add);
        } catch (StripeRefused e) {
            throw new InvalidConfiguration(
                    "Stripe does not tell the secret of " + plan.id()
                            + " again, since it is asked for another one than it has made: use the options that it was made"
                            + " with, or reveal the secret in the Dashboard, or delete the endpoint there and apply this"
                            + " again",
                    e);
        }
    }

    private EndpointCalls calls(Wish wish) {
        return wish.thin() ? new ThinCalls(stripe) : new SnapshotCalls(stripe);
    }
}

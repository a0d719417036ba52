package io.tollgate.stripe.endpoint;

import io.tollgate.stripe.StripeCall;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Stripe is asked about endpoints of one kind, each request once. Throws as {@link io.tollgate.stripe.StripeApi} does. */
interface EndpointCalls {
    /** All of this kind that the account has in the key's mode. */
    List<StripeEndpoint> list(StripeCall call);

    /**
     * What is posted to make one.
     *
     * @param creation null for none, as it goes into the key itself
     */
    String content(Wish wish, String creation);

    /** @param creation the idempotency key; with the same one, and the same wish, there is one endpoint and one answer */
    Made create(StripeCall call, Wish wish, String creation);

    /** @throws io.tollgate.stripe.StripeRefused with 404 when there is none */
    StripeEndpoint get(StripeCall call, String id);

    void update(StripeCall call, String id, Change change);

    /**
     * One that was made.
     *
     * @param secret that it signs with; Stripe never shows it again
     */
    record Made(String id, String secret) {
        /** Never shows it. */
        @Override
        public String toString() {
            return "Made[" + id + "]";
        }
    }

    /**
     * What is to be otherwise; null for what is not.
     *
     * @param metadata that is set, an empty text to remove it
     * @param enable whether it is enabled again
     */
    record Change(String url, Set<String> types, String description, Map<String, String> metadata, boolean enable) {
        static Change metadata(String name, String value) {
            return new Change(null, null, null, Map.of(name, value), false);
        }

        boolean isMore() {
            return url != null || types != null || description != null || !metadata.isEmpty();
        }
    }
}

package io.tollgate.stripe;

import java.util.HashMap;
import java.util.Map;

/**
 * Whom Stripe is asked as.
 *
 * @param key ours
 * @param account the connected account; null for our own
 * @param context Stripe's context of a thin event; null for none
 * @param version of the API in which the answer is to be; null for that of stripe-java
 */
public record StripeCall(StripeKey key, String account, String context, String version) {
    public static StripeCall of(StripeKey key) {
        return new StripeCall(key, null, null, null);
    }

    /** @param connected null for our own */
    public StripeCall as(String connected) {
        return new StripeCall(key, connected, context, version);
    }

    public StripeCall in(String otherContext) {
        return new StripeCall(key, account, otherContext, version);
    }

    public StripeCall version(String other) {
        return new StripeCall(key, account, context, other);
    }

    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (version != null) {
            headers.put("Stripe-Version", version);
        }
        return headers;
    }
}

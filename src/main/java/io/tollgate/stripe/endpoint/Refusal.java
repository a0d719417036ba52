package io.tollgate.stripe.endpoint;

import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.StripeCall;
import io.tollgate.stripe.StripeRefused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why Stripe does not make or change an endpoint, for whoever has asked for it. */
final class Refusal {
    private static final Pattern LIMIT = Pattern.compile("maximum of (\\d+)");
    private static final int BAD_REQUEST = 400;

    private Refusal() {}

    /** A sentence where Stripe has said one; what is asked is no secret, so it may quote it. */
    static RuntimeException of(StripeRefused refused, StripeCall call) {
        if (refused.status() != BAD_REQUEST || refused.said() == null) {
            return refused;
        }
        Matcher limit = LIMIT.matcher(refused.said());
        if (limit.find()) {
            return new InvalidConfiguration(
                    "Stripe allows " + limit.group(1) + " endpoints in "
                            + call.key().mode()
                            + " mode, and there are as many: delete one that nobody needs in the Dashboard (Developers,"
                            + " Webhooks), or use one of them, by its --endpoint or its --url",
                    refused);
        }
        return new InvalidConfiguration("Stripe does not take this: " + refused.said(), refused);
    }
}

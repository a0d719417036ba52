package io.tollgate.stripe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of Stripe's API.
 *
 * @param owner the name of the account it is of, as configured
 * @param livemode of which mode it is
 * @param secret never to be shown
 */
public record StripeKey(String owner, boolean livemode, String secret) {
    private static final Pattern KEY = Pattern.compile("(?:sk|rk)_(live|test)_[A-Za-z0-9_]{4,250}");

    /** @throws IllegalArgumentException when it is no secret or restricted key; says what it looks like */
    static StripeKey of(String owner, String text) {
        Matcher key = KEY.matcher(text);
        if (!key.matches()) {
            throw new IllegalArgumentException(
                    text.startsWith("whsec_")
                            ? "it is a signing secret"
                            : text.startsWith("pk_")
                                    ? "it is a publishable key"
                                    : "it begins with neither sk_ nor rk_");
        }
        return new StripeKey(owner, key.group(1).equals("live"), text);
    }

    /** {@code live} or {@code test}. */
    public String mode() {
        return livemode ? "live" : "test";
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return owner + " (" + mode() + ")";
    }
}

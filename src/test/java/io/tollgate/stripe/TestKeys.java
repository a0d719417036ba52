package io.tollgate.stripe;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Access to a stand-in of Stripe, for tests of other packages. */
public final class TestKeys {
    private final StripeProperties properties;

    /** @param keys of the account {@code default} */
    public TestKeys(String url, String... keys) {
        this.properties = new StripeProperties(
                URI.create(url),
                100,
                Duration.ofSeconds(5),
                Map.of("default", new StripeProperties.Account(List.of(keys), null)));
    }

    public StripeKeys keys() {
        return new StripeKeys(properties);
    }

    public StripeApi api() {
        return new StripeApi(properties);
    }
}

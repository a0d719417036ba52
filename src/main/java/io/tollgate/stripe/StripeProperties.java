package io.tollgate.stripe;

import io.tollgate.InvalidConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe's API is asked. Without a key it is not.
 *
 * @param apiBase where the API is
 * @param rate requests a second of this process at most, 1 to 100; Stripe allows 100 an account in live mode, to all that ask
 * @param timeout how long a connect, and a silence in an answer, may take; 1 s to 80 s
 * @param accounts those whose keys these are, by the name of their webhook endpoint
 */
@ConfigurationProperties("tollgate.stripe")
public record StripeProperties(
        @DefaultValue("https://api.stripe.com") URI apiBase,
        @DefaultValue("25") int rate,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue Map<String, Account> accounts) {
    private static final Duration LONGEST = Duration.ofSeconds(80);

    public StripeProperties {
        if (apiBase.getHost() == null) {
            throw new InvalidConfiguration(
                    "tollgate.stripe.api-base is " + apiBase + ": set it to a URL such as https://api.stripe.com");
        }
        if (rate < 1 || rate > 100) {
            throw new InvalidConfiguration("tollgate.stripe.rate is " + rate + ": set 1 to 100, such as 25");
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new InvalidConfiguration("tollgate.stripe.timeout is " + timeout + ": set 1s to 80s, such as 10s");
        }
    }

    /**
     * One account of ours.
     *
     * @param apiKeys one a mode at most, secret or restricted
     * @param apiKeyFile has more of them, a line each; null for none. Read again before it is used
     */
    public record Account(@DefaultValue List<String> apiKeys, Path apiKeyFile) {
        /** Never shows a key. */
        @Override
        public String toString() {
            return "Account[apiKeys=" + apiKeys.size() + ", apiKeyFile=" + apiKeyFile + "]";
        }
    }
}

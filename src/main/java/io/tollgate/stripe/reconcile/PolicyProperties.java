package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.EndpointPolicy;
import io.tollgate.inbox.EndpointPolicy.Livemode;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What endpoints let in: it holds for what is fetched in their place, too. */
@ConfigurationProperties("tollgate.webhook")
record PolicyProperties(@DefaultValue Map<String, Settings> endpoints) {
    /** As of {@link EndpointPolicy#of}. */
    record Settings(
            @DefaultValue("both") Livemode livemode,
            @DefaultValue List<String> accounts) {}

    EndpointPolicy of(String endpoint) {
        Settings settings = endpoints.get(endpoint);
        return settings == null
                ? EndpointPolicy.ALL
                : EndpointPolicy.of(endpoint, settings.livemode(), settings.accounts());
    }
}

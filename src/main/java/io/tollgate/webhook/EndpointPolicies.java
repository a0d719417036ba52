package io.tollgate.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.EndpointPolicy;
import io.tollgate.inbox.EndpointPolicy.Aside;
import io.tollgate.inbox.EndpointPolicy.Reason;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.webhook.WebhookProperties.Endpoint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sets aside what is not to be routed, of the events whose signature was right; counts it, and says so sparingly. */
@Component
final class EndpointPolicies {
    private static final Logger log = LoggerFactory.getLogger(EndpointPolicies.class);
    private static final Pattern ACCOUNT = Pattern.compile("acct_[A-Za-z0-9_]+");
    private static final List<String> NO_ACCOUNT = List.of("none");

    private final Map<String, EndpointPolicy> policies = new TreeMap<>();
    private final MeterRegistry registry;
    private final Map<Reason, SparingLog> logs = new EnumMap<>(Reason.class);

    EndpointPolicies(WebhookProperties properties, MeterRegistry registry) {
        this.registry = registry;
        properties.endpoints().forEach((name, endpoint) -> policies.put(name, policy(name, endpoint)));
        for (Reason reason : Reason.values()) {
            logs.put(reason, new SparingLog());
            policies.keySet().forEach(endpoint -> counter(endpoint, reason));
        }
    }

    private static EndpointPolicy policy(String name, Endpoint endpoint) {
        List<String> accounts = endpoint.accounts();
        if (accounts.isEmpty()) {
            return new EndpointPolicy(endpoint.livemode(), null);
        } else if (accounts.equals(NO_ACCOUNT)) {
            return new EndpointPolicy(endpoint.livemode(), Set.of());
        } else if (!accounts.stream().allMatch(ACCOUNT.asMatchPredicate())) {
            throw new InvalidConfiguration("tollgate.webhook.endpoints." + name + ".accounts is "
                    + String.join(",", accounts)
                    + ": set it to ids of connected accounts (acct_…) with commas between them,"
                    + " to none, or leave it out to take all");
        }
        return new EndpointPolicy(endpoint.livemode(), Set.copyOf(accounts));
    }

    /** The event as it is to be stored. */
    VerifiedEvent applied(VerifiedEvent event) {
        return policies.get(event.endpoint())
                .asideOf(event)
                .map(aside -> event.setAside(aside.sentence()))
                .orElse(event);
    }

    /** Of an event that is new in the inbox. */
    void stored(VerifiedEvent event) {
        if (event.passage().aside() != null) {
            policies.get(event.endpoint()).asideOf(event).ifPresent(aside -> count(event, aside));
        }
    }

    private Counter counter(String endpoint, Reason reason) {
        return registry.counter("tollgate.webhook.set.aside", "endpoint", endpoint, "reason", reason.label());
    }

    private void count(VerifiedEvent event, Aside aside) {
        counter(event.endpoint(), aside.reason()).increment();
        logs.get(aside.reason())
                .warn(
                        log,
                        event + " set aside endpoint=" + event.endpoint() + " reason="
                                + aside.reason().label() + ": " + aside.sentence() + ". See ./tollgate events --aside");
    }
}

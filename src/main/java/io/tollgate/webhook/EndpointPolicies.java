package io.tollgate.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.EndpointPolicy;
import io.tollgate.inbox.EndpointPolicy.Aside;
import io.tollgate.inbox.EndpointPolicy.Reason;
import io.tollgate.inbox.VerifiedEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sets aside what is not to be routed, of the events whose signature was right; counts it, and says so sparingly. */
@Component
final class EndpointPolicies {
    private static final Logger log = LoggerFactory.getLogger(EndpointPolicies.class);

    private final Map<String, EndpointPolicy> policies = new TreeMap<>();
    private final MeterRegistry registry;
    private final Map<Reason, SparingLog> logs = new EnumMap<>(Reason.class);

    EndpointPolicies(WebhookProperties properties, MeterRegistry registry) {
        this.registry = registry;
        properties
                .endpoints()
                .forEach((name, endpoint) ->
                        policies.put(name, EndpointPolicy.of(name, endpoint.livemode(), endpoint.accounts())));
        for (Reason reason : Reason.values()) {
            logs.put(reason, new SparingLog());
            policies.keySet().forEach(endpoint -> counter(endpoint, reason));
        }
    }

    /** The event as it is to be stored. */
    VerifiedEvent applied(VerifiedEvent event) {
        return policies.get(event.endpoint()).applied(event);
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

package io.tollgate.stripe.endpoint;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tollgate.inbox.EventTypes;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeRefused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what has changed about our endpoints since the last look, once. Of one thread. */
final class EndpointNews {
    private static final Logger log = LoggerFactory.getLogger(EndpointNews.class);

    private final MeterRegistry registry;
    private final Map<String, Map<Tags, Boolean>> enabled = new ConcurrentHashMap<>();
    private final Set<String> disabled = new HashSet<>();
    private final Map<String, Set<String>> missing = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<Tags> registered = new HashSet<>();

    EndpointNews(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param ours those that a gateway has made or taken over; without any nothing is known */
    void report(StripeKey key, List<StripeEndpoint> ours, Set<String> types) {
        refused.remove(key.toString());
        Map<Tags, Boolean> now = new HashMap<>();
        for (StripeEndpoint endpoint : ours) {
            Tags tags = Tags.of("endpoint", endpoint.name().orElseThrow(), "mode", key.mode());
            // with a thin one of the same name, both have to be
            now.merge(tags, endpoint.enabled(), Boolean::logicalAnd);
            say(key, endpoint);
        }
        enabled.put(key.toString(), now);
        now.keySet().forEach(this::register);
        if (!ours.isEmpty()) {
            sayMissing(key, ours, types);
        }
    }

    private void say(StripeKey key, StripeEndpoint endpoint) {
        if (!endpoint.enabled() && disabled.add(endpoint.id())) {
            log.warn(
                    "{}: Stripe's endpoint {} ({}) is disabled, so no events come from it; when the gateway can be reached again,"
                            + " ./tollgate endpoint apply enables it",
                    key,
                    endpoint.name().orElseThrow(),
                    endpoint.id());
        } else if (endpoint.enabled() && disabled.remove(endpoint.id())) {
            log.info(
                    "{}: Stripe's endpoint {} is enabled again",
                    key,
                    endpoint.name().orElseThrow());
        }
    }

    private void sayMissing(StripeKey key, List<StripeEndpoint> ours, Set<String> types) {
        Set<String> now = new TreeSet<>(types);
        // what is none of Stripe's it can send nobody
        now.removeIf(
                type -> !EventTypes.known().contains(type) || ours.stream().anyMatch(endpoint -> endpoint.sends(type)));
        Set<String> before = missing.put(key.toString(), now);
        if (!now.isEmpty() && !now.equals(before)) {
            log.warn(
                    "{}: flows want what no endpoint at Stripe sends to this gateway: {}. ./tollgate endpoint apply adds it",
                    key,
                    String.join(", ", now));
        } else if (now.isEmpty() && before != null && !before.isEmpty()) {
            log.info("{}: what the flows want is sent again", key);
        }
    }

    /** By a key that may not do it, once. */
    void refused(StripeKey key, StripeRefused refusal) {
        enabled.remove(key.toString());
        if (refused.add(key.toString())) {
            log.info(
                    "Whether Stripe has disabled an endpoint is not looked at ({}). The permission is: Webhook Endpoints, read",
                    refusal.getMessage());
        }
    }

    private void register(Tags tags) {
        if (!registered.add(tags)) {
            return;
        }
        Gauge.builder("tollgate.stripe.endpoint.enabled", () -> value(tags))
                .description("1 when Stripe sends to the endpoint, 0 when it is disabled there")
                .tags(tags)
                .register(registry);
    }

    /** Of one that is gone there is none. */
    private double value(Tags tags) {
        return enabled.values().stream()
                .map(endpoints -> endpoints.get(tags))
                .filter(known -> known != null)
                .mapToDouble(isEnabled -> isEnabled ? 1 : 0)
                .min()
                .orElse(Double.NaN);
    }
}

package io.tollgate.relay;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Histograms;
import io.tollgate.inbox.RoutedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the relay counts. Labels are bounded: event types are Stripe's, and destinations are the first 200. */
final class RelayMetrics {
    private static final int MOST_DESTINATIONS = 200;

    private final MeterRegistry registry;
    private final Timer routed;
    private final Timer rolledBack;
    private final Timer delay;
    private final DistributionSummary batch;
    private final Set<String> destinations = ConcurrentHashMap.newKeySet();

    RelayMetrics(MeterRegistry registry) {
        this.registry = registry;
        String attempts = "tollgate.relay.attempts";
        String description = "Attempts of a batch, from its first event to both commits";
        this.routed = Histograms.times(registry, attempts, description, "result", "routed");
        this.rolledBack = Histograms.times(registry, attempts, description, "result", "rolled-back");
        this.delay = Histograms.times(registry, "tollgate.relay.delay", "From an event's receipt until it was routed");
        this.batch = Histograms.sizes(registry, "tollgate.relay.batch", "Events of one attempt");
    }

    /** What the relay holds back, or has lost, at this moment. */
    RelayMetrics watch(Broker broker, Runaways runaways, Breaker breaker) {
        gauge("tollgate.relay.broker.away", "1 while the broker is away", () -> broker.isAway() ? 1 : 0);
        gauge("tollgate.relay.runaways", "Attempts that do not end", runaways::count);
        gauge(
                "tollgate.relay.failing",
                "Event types whose flow keeps failing",
                () -> breaker.openTypes().size());
        return this;
    }

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void attempt(int size, long nanos, boolean success) {
        (success ? routed : rolledBack).record(Duration.ofNanos(nanos));
        batch.record(size);
    }

    void routed(List<RoutedEntry> entries, Instant now) {
        for (RoutedEntry entry : entries) {
            count(
                    "tollgate.relay.routed",
                    "type",
                    EventTypes.label(entry.entry().type()));
            delay.record(Duration.between(entry.entry().event().receivedAt(), now));
            entry.destinations().forEach(name -> count("tollgate.relay.destinations", "destination", bounded(name)));
        }
    }

    /** An attempt of this event has failed by its own fault. */
    void failed(Entry entry) {
        count("tollgate.relay.failures", "type", EventTypes.label(entry.type()));
    }

    void dead(String type) {
        count("tollgate.relay.dead", "type", EventTypes.label(type));
    }

    private String bounded(String destination) {
        if (destinations.contains(destination)) {
            return destination;
        }
        return destinations.size() < MOST_DESTINATIONS && destinations.add(destination)
                ? destination
                : EventTypes.OTHER;
    }

    private void count(String name, String label, String value) {
        registry.counter(name, label, value).increment();
    }
}

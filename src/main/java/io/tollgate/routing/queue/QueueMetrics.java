package io.tollgate.routing.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Histograms;
import java.time.Duration;

/** What flows that start at a queue count, by route. */
public final class QueueMetrics {
    private final MeterRegistry registry;

    QueueMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void tried(String route, boolean done, long nanos) {
        Histograms.times(
                        registry,
                        "tollgate.queue.tries",
                        "Messages that a flow behind a queue has taken",
                        "route",
                        route,
                        "result",
                        done ? "done" : "failed")
                .record(Duration.ofNanos(nanos));
    }

    void deadLettered(String route) {
        registry.counter("tollgate.queue.dead.lettered", "route", route).increment();
    }
}

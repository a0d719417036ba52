package io.tollgate.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Traffic.Key;
import io.tollgate.inbox.Traffic.Measure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down every few seconds what the gateway's own counters have gone up by: receiving and routing have no part in it. What was counted
 * while the database was away is added once it is back; a crash loses the last seconds.
 */
final class TrafficCount implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TrafficCount.class);
    private static final long INTERVAL_SECONDS = 10;

    private final Traffic traffic;
    private final String gateway;
    private final MeterRegistry registry;
    private final DaemonTimer timer = new DaemonTimer("traffic", 1);
    private Map<Key, Long> written = Map.of();

    TrafficCount(Traffic traffic, String gateway, MeterRegistry registry) {
        this.traffic = traffic;
        this.gateway = gateway;
        this.registry = registry;
    }

    TrafficCount start() {
        timer.scheduleWithFixedDelay(this::writeOrWait, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private void writeOrWait() {
        try {
            write();
        } catch (Throwable t) {
            // One that comes out would end the timer.
            log.debug("Traffic is written later", t);
        }
    }

    void write() {
        Map<Key, Long> counted = counted();
        Map<Key, Long> since = new HashMap<>();
        counted.forEach((key, events) -> {
            long more = events - written.getOrDefault(key, 0L);
            if (more > 0) {
                since.put(key, more);
            }
        });
        if (!since.isEmpty()) {
            traffic.add(gateway, since);
        }
        written = counted;
    }

    private Map<Key, Long> counted() {
        Map<Key, Long> counted = new HashMap<>();
        add(
                counted,
                Measure.RECEIVED,
                "endpoint",
                registry.find("tollgate.webhook.requests").tag("outcome", "stored").counters().stream());
        add(counted, Measure.ROUTED, "type", registry.find("tollgate.relay.routed").counters().stream());
        add(counted, Measure.FAILED, "type", registry.find("tollgate.relay.failures").counters().stream());
        add(counted, Measure.DEAD, "type", registry.find("tollgate.relay.dead").counters().stream());
        return counted;
    }

    private static void add(Map<Key, Long> counted, Measure measure, String label, Stream<Counter> counters) {
        counters.forEach(counter ->
                counted.merge(new Key(measure, counter.getId().getTag(label)), (long) counter.count(), Long::sum));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.tollgate.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * What waits and what is dead, as gauges. Looked up now and then, not when somebody asks: a deep backlog takes a moment
 * to count, so it is counted the less often the longer that takes. Every gateway shows the same.
 */
final class BacklogMetrics implements BacklogSeen, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BacklogMetrics.class);
    private static final long INTERVAL_MILLIS = TimeUnit.SECONDS.toMillis(5);
    /** Rests this many times as long as counting took. */
    private static final int REST = 20;

    private static final Duration OUT_OF_DATE = Duration.ofMinutes(5);

    private final Backlog backlog;
    private final Pauses pauses;
    private final Duration retention;
    private final Clock clock;
    private final MultiGauge pending;
    private final MultiGauge dead;
    private final DaemonTimer timer = new DaemonTimer("backlog-metrics", 1);
    private volatile double oldestSeconds;
    private volatile Duration overdue = Duration.ZERO;
    private volatile List<String> pausedTypes = List.of();
    private volatile Look last = new Look(Instant.MIN, List.of(), Map.of());

    private record Look(Instant at, List<Backlog.Waiting> waiting, Map<String, Long> dead) {}

    /** @param retention how long a payload is to stay once its event is routed */
    BacklogMetrics(Backlog backlog, Pauses pauses, Duration retention, Clock clock, MeterRegistry registry) {
        this.backlog = backlog;
        this.pauses = pauses;
        this.retention = retention;
        this.clock = clock;
        this.pending = MultiGauge.builder("tollgate.inbox.pending")
                .description("Events that are neither routed nor dead, whatever they wait for")
                .register(registry);
        this.dead = MultiGauge.builder("tollgate.inbox.dead")
                .description("Events that are dead now")
                .register(registry);
        Gauge.builder("tollgate.inbox.oldest.age", () -> oldestSeconds)
                .description("How long ago the oldest pending event was received: held, paused and retried ones too")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("tollgate.inbox.retention.overdue", () -> overdue.toMillis() / 1000.0)
                .description("For how long the oldest payload that retention should have removed is kept by now")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("tollgate.inbox.paused", () -> pausedTypes.size())
                .description("Event types that are paused; 1 for all of them")
                .register(registry);
    }

    BacklogMetrics start() {
        timer.schedule(this::lookAndGoOn, 0, TimeUnit.MILLISECONDS);
        return this;
    }

    private void lookAndGoOn() {
        long start = System.nanoTime();
        try {
            look();
        } catch (DataAccessException e) {
            log.warn("The backlog is counted again later: {}", e.getMessage());
        } finally {
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            if (!timer.isShutdown()) {
                timer.schedule(this::lookAndGoOn, Math.max(INTERVAL_MILLIS, REST * took), TimeUnit.MILLISECONDS);
            }
        }
    }

    void look() {
        List<Backlog.Waiting> waiting = backlog.waiting();
        Instant now = clock.instant();
        Instant oldest = waiting.isEmpty() ? now : waiting.get(0).oldest();
        oldestSeconds = Math.max(0, Duration.between(oldest, now).toMillis()) / 1000.0;
        overdue = backlog.overdue(retention);
        pausedTypes = pauses.list().stream().map(Pauses.Pause::type).toList();
        pending.register(
                rows(waiting.stream().collect(Collectors.toMap(Backlog.Waiting::type, Backlog.Waiting::entries))),
                true);
        Map<String, Long> deadByType = backlog.deadByType();
        dead.register(rows(deadByType), true);
        last = new Look(now, waiting, deadByType);
    }

    @Override
    public List<Backlog.Waiting> waiting() {
        return upToDate().waiting();
    }

    @Override
    public Map<String, Long> dead() {
        return upToDate().dead();
    }

    private Look upToDate() {
        Look look = last;
        if (look.at().plus(OUT_OF_DATE).isBefore(clock.instant())) {
            throw new IllegalStateException("The backlog was not counted since " + look.at());
        }
        return look;
    }

    /** As last looked up. */
    List<String> pausedTypes() {
        return pausedTypes;
    }

    /** One for each label; those of several types add up. */
    private static List<Row<?>> rows(Map<String, Long> entriesByType) {
        Map<String, Long> sums = entriesByType.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entries -> EventTypes.label(entries.getKey()), Collectors.summingLong(Map.Entry::getValue)));
        return sums.entrySet().stream()
                .<Row<?>>map(sum -> Row.of(Tags.of("type", sum.getKey()), sum.getValue()))
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.tollgate.stripe.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.inbox.Watermarks.Summary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far behind it is, and what keeps it there. */
final class ReconcileMetrics {
    private static final Logger log = LoggerFactory.getLogger(ReconcileMetrics.class);
    private static final Duration LATE = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Watermarks watermarks;
    private final Counter failures;
    private final Map<Tags, Instant> complete = new ConcurrentHashMap<>();
    private final Map<Scope, String> problems = new ConcurrentHashMap<>();
    private final Set<Tags> registered = new HashSet<>();
    private Instant nextWarning = Instant.MIN;

    ReconcileMetrics(Watermarks watermarks, MeterRegistry registry, Clock clock) {
        this.watermarks = watermarks;
        this.registry = registry;
        this.clock = clock;
        this.failures = Counter.builder("tollgate.stripe.reconcile.failures")
                .description("Runs that Stripe or the database has ended early")
                .register(registry);
    }

    void failed() {
        failures.increment();
    }

    void report(Found found) {
        long missing =
                found.missing().values().stream().mapToLong(Long::longValue).sum();
        registry.counter(
                        "tollgate.stripe.reconciled",
                        tags(found.scope().owner(), found.scope().livemode()))
                .increment(missing);
        if (missing > 0) {
            log.warn("{}: {} events never arrived, and are stored now: {}", found.scope(), missing, found.missing());
        }
        String problem = found.problem();
        String before = problem == null ? problems.remove(found.scope()) : problems.put(found.scope(), problem);
        if (problem != null && !problem.equals(before)) {
            log.warn("{} is not complete: {}", found.scope(), problem);
        }
    }

    /** By the watermarks, whoever moves them. @param types those that are asked for: what nobody wants any more is not late */
    void update(Set<String> types) {
        List<Summary> summaries = watermarks.of(types);
        complete.clear();
        for (Summary summary : summaries) {
            Tags tags = tags(summary.owner(), summary.livemode());
            complete.merge(tags, summary.complete(), (one, other) -> one.isBefore(other) ? one : other);
            if (!registered.add(tags)) {
                continue;
            }
            Gauge.builder("tollgate.stripe.reconcile.age", () -> seconds(complete.get(tags)))
                    .description("Seconds since the moment up to which the inbox has all that Stripe created")
                    .baseUnit("seconds")
                    .tags(tags)
                    .register(registry);
        }
        Instant now = clock.instant();
        summaries.stream()
                .filter(summary -> summary.complete().plus(LATE).isBefore(now))
                .findFirst()
                .ifPresent(late -> warn(late, now));
    }

    private void warn(Summary late, Instant now) {
        if (now.isAfter(nextWarning)) {
            nextWarning = now.plus(PAUSE);
            log.warn(
                    "{}: what Stripe has created is known up to {} only, and Stripe lists it for 30 days: see ./tollgate status",
                    late.owner(),
                    late.complete());
        }
    }

    /** Of a mode that is asked for no more there is none. */
    private double seconds(Instant moment) {
        return moment == null
                ? Double.NaN
                : Duration.between(moment, clock.instant()).toMillis() / 1000.0;
    }

    private static Tags tags(String owner, boolean livemode) {
        return Tags.of("owner", owner, "mode", livemode ? "live" : "test");
    }
}

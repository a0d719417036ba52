package io.tollgate.inbox;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Histograms with the same few buckets everywhere: 1 ms to 30 s, and 1 to 1,000 of a batch. */
public final class Histograms {
    private static final Duration[] TIMES = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);
    private static final double[] SIZES = IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
            .asDoubleStream()
            .toArray();

    private Histograms() {}

    public static Timer times(MeterRegistry registry, String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(TIMES)
                .register(registry);
    }

    public static DistributionSummary sizes(MeterRegistry registry, String name, String description) {
        return DistributionSummary.builder(name)
                .description(description)
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }
}

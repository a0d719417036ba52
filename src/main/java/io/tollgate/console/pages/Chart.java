package io.tollgate.console.pages;

import io.tollgate.inbox.Traffic.Measure;
import io.tollgate.inbox.Traffic.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What went through, as bars: one for each span of time. Drawn by the server, so it needs no script.
 *
 * @param bars the oldest first, without a gap
 * @param most of the highest bar
 * @param received of all bars
 * @param routed of all bars
 * @param failed of all bars: failed attempts, and dead events
 */
public record Chart(List<Bar> bars, long most, long received, long routed, long failed) {
    /** In the units of the drawing. */
    public static final int HEIGHT = 60;

    /** @param at when its span begins */
    public record Bar(Instant at, long received, long routed, long failed) {}

    static Chart of(List<Point> points, Instant from, Duration step, int spans) {
        Map<Instant, List<Point>> byTime = points.stream().collect(Collectors.groupingBy(Point::at));
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            Instant at = from.plus(step.multipliedBy(i));
            List<Point> span = byTime.getOrDefault(at, List.of());
            bars.add(new Bar(
                    at,
                    sum(span, Measure.RECEIVED),
                    sum(span, Measure.ROUTED),
                    sum(span, Measure.FAILED) + sum(span, Measure.DEAD)));
        }
        long most = bars.stream()
                .mapToLong(bar -> Math.max(bar.received(), Math.max(bar.routed(), bar.failed())))
                .max()
                .orElse(0);
        return new Chart(bars, most, total(bars, Bar::received), total(bars, Bar::routed), total(bars, Bar::failed));
    }

    private static long sum(List<Point> points, Measure measure) {
        return points.stream()
                .filter(point -> point.measure() == measure)
                .mapToLong(Point::events)
                .sum();
    }

    private static long total(List<Bar> bars, Function<Bar, Long> of) {
        return bars.stream().mapToLong(of::apply).sum();
    }

    /** How high a bar of so many events is. */
    public String height(long events) {
        return String.format(Locale.ROOT, "%.2f", (double) HEIGHT * events / Math.max(1, most));
    }

    /** Where it begins, from above. */
    public String top(long events) {
        return String.format(Locale.ROOT, "%.2f", HEIGHT - (double) HEIGHT * events / Math.max(1, most));
    }
}

package io.tollgate.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what was measured as it comes, and tables of medians and ratios as Markdown. */
final class Report {
    private final Path directory;

    /** @param directory where the contenders write their logs */
    Report(Path directory) {
        this.directory = directory;
        System.out.println("Logs: " + directory);
    }

    Path directory() {
        return directory;
    }

    void line(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }

    void rates(Map<Contender, List<Double>> rates) {
        line(
                "%n| | contender | events/s | rounds | of a | of b | of c | of d |%n|---|---|---:|---|---:|---:|---:|---:|");
        rates.forEach((contender, measured) -> line(
                "| %s | %s | %,.0f | %s | %s | %s | %s | %s |",
                contender.name(),
                contender.description(),
                median(measured),
                measured.stream().map(rate -> String.format("%,.0f", rate)).toList(),
                ratio(measured, rates, "a"),
                ratio(measured, rates, "b"),
                ratio(measured, rates, "c"),
                ratio(measured, rates, "d")));
        line("");
    }

    private static String ratio(List<Double> measured, Map<Contender, List<Double>> rates, String other) {
        return rates.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(other))
                .findFirst()
                .map(entry -> String.format("%.2f", median(measured) / median(entry.getValue())))
                .orElse("");
    }

    double slowest(Map<Contender, List<Double>> rates) {
        return rates.values().stream().mapToDouble(Report::median).min().orElseThrow();
    }

    void latencies(Map<Contender, List<Measurements.Latency>> latencies, double perSecond, int seconds) {
        line(
                "%n%,.0f events/s for %d s, medians of %d rounds, in ms%n%n"
                        + "| | contender | acknowledged p50 | p99 | p99.9 | delivered p50 | p99 | p99.9 |%n"
                        + "|---|---|---:|---:|---:|---:|---:|---:|",
                perSecond, seconds, latencies.values().iterator().next().size());
        latencies.forEach((contender, measured) -> line(
                "| %s | %s | %s | %s |",
                contender.name(),
                contender.description(),
                cells(measured, Measurements.Latency::acknowledged),
                contender.delivers() ? cells(measured, Measurements.Latency::delivered) : " | | "));
        line("");
    }

    private static String cells(
            List<Measurements.Latency> measured, java.util.function.Function<Measurements.Latency, double[]> which) {
        return String.format(
                "%.2f | %.2f | %.2f",
                median(measured, latency -> which.apply(latency)[0]),
                median(measured, latency -> which.apply(latency)[1]),
                median(measured, latency -> which.apply(latency)[2]));
    }

    void sustained(Measurements.Sustained run) {
        line(
                "%n%,.0f events/s for %d s: acknowledged p99 %.2f ms; of the last 10 s delivered p50 %.2f, p99 %.2f,"
                        + " p99.9 %.2f ms; the oldest that waited at the end was %d ms old; MB of memory, once a minute: %s%n",
                run.perSecond(),
                run.seconds(),
                run.acknowledged()[1],
                run.lastDelivered()[0],
                run.lastDelivered()[1],
                run.lastDelivered()[2],
                run.pendingMillis(),
                run.residentMegabytes());
    }

    static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> of) {
        return median(values.stream().map(of::applyAsDouble).toList());
    }
}

package io.tollgate.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Prints what was measured as it comes, and tables of medians and ratios as Markdown; the same goes to {@link Results}. */
final class Report {
    private final Path directory;
    private final Results results;

    /** @param directory where the contenders write their logs */
    Report(Path directory, Results results) {
        this.directory = directory;
        this.results = results;
        System.out.println("Logs: " + directory);
    }

    Path directory() {
        return directory;
    }

    void line(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }

    /** A section of the closed loops: what each contender did in each round. */
    private record Rates(String description, Results.Rounds perSecond, Results.Rounds acknowledgedPerSecond) {}

    private record ClosedLoops(int seconds, Map<String, Rates> contenders) {}

    void rates(Map<Contender, List<Measurements.Rate>> rates, int seconds) {
        line(
                "%n| | contender | events/s | rounds | of a | of b | of c | of d |%n|---|---|---:|---|---:|---:|---:|---:|");
        Map<String, Rates> section = new LinkedHashMap<>();
        rates.forEach((contender, measured) -> {
            line(
                    "| %s | %s | %,.0f | %s | %s | %s | %s | %s |",
                    contender.name(),
                    contender.description(),
                    rate(measured),
                    measured.stream()
                            .map(rate -> String.format("%,.0f", rate.perSecond()))
                            .toList(),
                    ratio(measured, rates, "a"),
                    ratio(measured, rates, "b"),
                    ratio(measured, rates, "c"),
                    ratio(measured, rates, "d"));
            section.put(
                    contender.name(),
                    new Rates(
                            contender.description(),
                            rounds(measured, Measurements.Rate::perSecond),
                            rounds(measured, Measurements.Rate::acknowledged)));
        });
        line("");
        results.put("closedLoop", new ClosedLoops(seconds, section));
    }

    private static String ratio(
            List<Measurements.Rate> measured, Map<Contender, List<Measurements.Rate>> rates, String other) {
        return rates.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(other))
                .findFirst()
                .map(entry -> String.format("%.2f", rate(measured) / rate(entry.getValue())))
                .orElse("");
    }

    static double rate(List<Measurements.Rate> measured) {
        return median(measured, Measurements.Rate::perSecond);
    }

    static double slowest(Map<Contender, List<Measurements.Rate>> rates) {
        return rates.values().stream().mapToDouble(Report::rate).min().orElseThrow();
    }

    private record Latencies(String description, Percentiles acknowledged, Percentiles delivered, List<?> rounds) {}

    private record OpenLoops(double perSecond, int seconds, Map<String, Latencies> contenders) {}

    void latencies(Map<Contender, List<Measurements.Latency>> latencies, double perSecond, int seconds) {
        line(
                "%n%,.0f events/s for %d s, medians of %d rounds, in ms%n%n"
                        + "| | contender | acknowledged p50 | p99 | p99.9 | delivered p50 | p99 | p99.9 |%n"
                        + "|---|---|---:|---:|---:|---:|---:|---:|",
                perSecond, seconds, latencies.values().iterator().next().size());
        Map<String, Latencies> section = new LinkedHashMap<>();
        latencies.forEach((contender, measured) -> {
            Percentiles acknowledged = medians(measured, Measurements.Latency::acknowledged);
            Percentiles delivered = medians(measured, Measurements.Latency::delivered);
            line(
                    "| %s | %s | %s | %s |",
                    contender.name(),
                    contender.description(),
                    acknowledged.cells(),
                    delivered != null ? delivered.cells() : " | | ");
            section.put(contender.name(), new Latencies(contender.description(), acknowledged, delivered, measured));
        });
        line("");
        results.put("openLoop", new OpenLoops(perSecond, seconds, section));
    }

    private static Percentiles medians(
            List<Measurements.Latency> measured, Function<Measurements.Latency, Percentiles> which) {
        List<Percentiles> rounds =
                measured.stream().map(which).filter(Objects::nonNull).toList();
        return rounds.isEmpty()
                ? null
                : new Percentiles(
                        median(rounds, Percentiles::p50),
                        median(rounds, Percentiles::p99),
                        median(rounds, Percentiles::p999));
    }

    void sustained(Map<String, Measurements.Sustained> runs) {
        runs.forEach((name, run) -> line(
                "%n%s, %,.0f events/s for %d s: acknowledged p99 %.2f ms; of the last 10 s delivered p50 %.2f, p99 %.2f,"
                        + " p99.9 %.2f ms; the oldest that waited at the end was %d ms old; MB of memory, once a minute: %s%n",
                name,
                run.perSecond(),
                run.seconds(),
                run.acknowledged().p99(),
                run.lastDelivered().p50(),
                run.lastDelivered().p99(),
                run.lastDelivered().p999(),
                run.pendingMillis(),
                run.residentMegabytes()));
        results.put("sustained", runs);
    }

    static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> of) {
        return median(values.stream().map(of::applyAsDouble).toList());
    }

    private static <T> Results.Rounds rounds(List<T> measured, ToDoubleFunction<T> of) {
        return Results.Rounds.of(measured.stream().map(of::applyAsDouble).toList());
    }
}

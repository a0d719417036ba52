package io.tollgate.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Tables of what the servers did: medians, and ratios. */
record ServerTables(Report report) {
    /** A section of the closed loops: what each contender did in each round. */
    private record Rates(String description, Results.Rounds perSecond, Results.Rounds acknowledgedPerSecond) {}

    private record ClosedLoops(int seconds, Map<String, Rates> contenders) {}

    void rates(Map<Contender, List<Measurements.Rate>> rates, int seconds) {
        report.line(
                "%n| | contender | events/s | rounds | of a | of b | of c | of d |%n|---|---|---:|---|---:|---:|---:|---:|");
        Map<String, Rates> section = new LinkedHashMap<>();
        rates.forEach((contender, measured) -> {
            report.line(
                    "| %s | %s | %,.0f | %s | %s | %s | %s | %s |",
                    contender.name(),
                    contender.description(),
                    rate(measured),
                    Report.cell(
                            measured.stream().map(Measurements.Rate::perSecond).toList()),
                    ratio(measured, rates, "a"),
                    ratio(measured, rates, "b"),
                    ratio(measured, rates, "c"),
                    ratio(measured, rates, "d"));
            section.put(
                    contender.name(),
                    new Rates(
                            contender.description(),
                            Report.rounds(measured, Measurements.Rate::perSecond),
                            Report.rounds(measured, Measurements.Rate::acknowledged)));
        });
        report.line("");
        report.put("closedLoop", new ClosedLoops(seconds, section));
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
        return Report.median(measured, Measurements.Rate::perSecond);
    }

    static double slowest(Map<Contender, List<Measurements.Rate>> rates) {
        return rates.values().stream().mapToDouble(ServerTables::rate).min().orElseThrow();
    }

    private record Latencies(String description, Percentiles acknowledged, Percentiles delivered, List<?> rounds) {}

    private record OpenLoops(double perSecond, int seconds, Map<String, Latencies> contenders) {}

    void latencies(Map<Contender, List<Measurements.Latency>> latencies, double perSecond, int seconds) {
        report.line(
                "%n%,.0f events/s for %d s, medians of %d rounds, in ms%n%n"
                        + "| | contender | acknowledged p50 | p99 | p99.9 | delivered p50 | p99 | p99.9 |%n"
                        + "|---|---|---:|---:|---:|---:|---:|---:|",
                perSecond, seconds, latencies.values().iterator().next().size());
        Map<String, Latencies> section = new LinkedHashMap<>();
        latencies.forEach((contender, measured) -> {
            Percentiles acknowledged = medians(measured, Measurements.Latency::acknowledged);
            Percentiles delivered = medians(measured, Measurements.Latency::delivered);
            report.line(
                    "| %s | %s | %s | %s |",
                    contender.name(),
                    contender.description(),
                    acknowledged.cells(),
                    delivered != null ? delivered.cells() : " | | ");
            section.put(contender.name(), new Latencies(contender.description(), acknowledged, delivered, measured));
        });
        report.line("");
        report.put("openLoop", new OpenLoops(perSecond, seconds, section));
    }

    private static Percentiles medians(
            List<Measurements.Latency> measured, Function<Measurements.Latency, Percentiles> which) {
        List<Percentiles> rounds =
                measured.stream().map(which).filter(Objects::nonNull).toList();
        return rounds.isEmpty() ? null : Percentiles.medians(rounds);
    }

    void sustained(Map<String, Measurements.Sustained> runs) {
        runs.forEach((name, run) -> report.line(
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
        report.put("sustained", runs);
    }
}

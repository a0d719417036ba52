package io.tollgate.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What became of bursts, beside what ingress and relay do by themselves. */
record BurstTable(Report report) {
    private record Row(Burst.Result burst, Double acknowledgedOfStoring, Double drainedOfRelay) {}

    /**
     * @param storing what a gateway stores a second without routing: (e), null when that was not measured
     * @param relay what a relay routes a second without an ingress: (h), or null
     */
    void print(Map<String, Burst.Result> bursts, Double storing, Double relay) {
        report.line("%nBursts: all that the ingress takes, beside one event a second of another type%n%n"
                + "| | s | acknowledged/s | of e | p99, ms | routed/s meanwhile | longest of the other type, ms"
                + " | drained/s after it | of h |%n|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        Map<String, Row> section = new LinkedHashMap<>();
        bursts.forEach((name, burst) -> {
            Row row = new Row(burst, ratio(burst.acknowledged(), storing), ratio(burst.drained(), relay));
            report.line(
                    "| %s | %d | %,.0f | %s | %.2f | %,.0f | %,.0f | %,.0f | %s |",
                    name,
                    burst.seconds(),
                    burst.acknowledged(),
                    cell(row.acknowledgedOfStoring()),
                    burst.latency().p99(),
                    burst.routed(),
                    burst.longestRareMillis(),
                    burst.drained(),
                    cell(row.drainedOfRelay()));
            section.put(name, row);
        });
        report.line("");
        report.put("burst", section);
    }

    private static Double ratio(double value, Double of) {
        return of == null ? null : Math.round(100 * value / of) / 100.0;
    }

    private static String cell(Double ratio) {
        return ratio == null ? "" : String.format("%.2f", ratio);
    }
}

package io.tollgate.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of what became of backlogs. */
record BacklogTables(Report report) {
    private record Drained(String description, Results.Rounds perSecond) {}

    private record Backlogged(int events, Map<String, Drained> contenders) {}

    void backlogs(Map<Worker, List<Double>> rates, int events) {
        report.line("%n%,d events that wait%n%n| | contender | events/s | rounds |%n|---|---|---:|---|", events);
        Map<String, Drained> section = new LinkedHashMap<>();
        rates.forEach((worker, measured) -> {
            report.line(
                    "| %s | %s | %,.0f | %s |",
                    worker.name(), worker.description(), Report.median(measured), Report.cell(measured));
            section.put(worker.name(), new Drained(worker.description(), Results.Rounds.of(measured)));
        });
        report.line("");
        report.put("backlog", new Backlogged(events, section));
    }

    private record Healthy(Results.Rounds perSecond, double ofNone) {}

    private record Failing(int events, Map<String, Map<Integer, Healthy>> contenders) {}

    /** @param rates of the sound events, by contender and percent of bad ones; those with none come first */
    void bad(Map<String, Map<Integer, List<Double>>> rates, int events) {
        report.line(
                "%n%,d events that wait, and a flow that fails for some of them%n%n"
                        + "| | bad | sound ones/s | rounds | of none bad |%n|---|---:|---:|---|---:|",
                events);
        Map<String, Map<Integer, Healthy>> section = new LinkedHashMap<>();
        rates.forEach((name, ofName) -> ofName.forEach((percent, measured) -> {
            double ratio = Math.round(100 * Report.median(measured) / Report.median(ofName.get(0))) / 100.0;
            report.line(
                    "| %s | %d%% | %,.0f | %s | %.2f |",
                    name, percent, Report.median(measured), Report.cell(measured), ratio);
            section.computeIfAbsent(name, n -> new LinkedHashMap<>())
                    .put(percent, new Healthy(Results.Rounds.of(measured), ratio));
        }));
        report.line("");
        report.put("bad", new Failing(events, section));
    }
}

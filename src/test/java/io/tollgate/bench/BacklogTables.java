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
}

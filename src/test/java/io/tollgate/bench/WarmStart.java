package io.tollgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A gateway in the first seconds after its readiness, while its code is not compiled yet, compared with later. */
final class WarmStart {
    private static final int FIRST_SECONDS = 10;
    private static final int SLICE_SECONDS = 5;
    private static final double OFFERED = 300;
    private static final int FIRST_GUESS = 60_000;

    private final Options options;
    private final Measurements measure;
    private final Deliveries deliveries;
    private final ClosedLoop closedLoop;
    private final Report report;

    WarmStart(Options options, Measurements measure, Deliveries deliveries, ClosedLoop closedLoop, Report report) {
        this.options = options;
        this.measure = measure;
        this.deliveries = deliveries;
        this.closedLoop = closedLoop;
        this.report = report;
    }

    /** Of the first ten seconds, at a rate that is offered whatever comes back. */
    private record Offered(double perSecond, Percentiles acknowledged) {}

    private record Started(List<Offered> offered, Results.Rounds coldPerSecond, double warmPerSecond, double ratio) {}

    private record Section(double offeredPerSecond, int seconds, int warmSeconds, Map<String, Started> contenders) {}

    void run(List<Tollgate> gateways) throws Exception {
        Map<String, Started> section = new LinkedHashMap<>();
        for (Tollgate gateway : gateways) {
            try {
                section.put(gateway.name(), started(gateway));
            } finally {
                gateway.close();
            }
        }
        print(section);
        report.put("warmStart", new Section(OFFERED, FIRST_SECONDS, options.warmSeconds, section));
    }

    private Started started(Tollgate gateway) throws Exception {
        List<Offered> offered = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        for (int round = 0; round < options.rounds; round++) {
            offered.add(offered(gateway));
            cold.add(cold(gateway));
            report.line("%s %s, then %,.0f/s in a closed loop", gateway.name(), offered.get(round), cold.get(round));
        }
        long end = System.nanoTime() + (options.warmSeconds - FIRST_SECONDS) * 1_000_000_000L;
        while (System.nanoTime() - end < 0) {
            measure.rate(gateway, SLICE_SECONDS);
        }
        double warm = measure.rate(gateway, FIRST_SECONDS).acknowledged();
        double ratio = Math.round(100 * Report.median(cold) / warm) / 100.0;
        return new Started(offered, Results.Rounds.of(cold), warm, ratio);
    }

    private Offered offered(Tollgate gateway) throws Exception {
        measure.prepare(gateway);
        SignedEvents events = deliveries.expect((int) OFFERED * FIRST_SECONDS);
        gateway.restart();
        OpenLoop load = new OpenLoop(events, gateway.port(), OFFERED, FIRST_SECONDS).run();
        long end = load.dueAt(load.count());
        long inTime = IntStream.range(0, load.count())
                .filter(i -> load.dueAt(i) + load.acknowledged()[i] <= end)
                .count();
        deliveries.awaitAll(load.count());
        return new Offered(inTime / (double) FIRST_SECONDS, Percentiles.of(load.acknowledged(), 0));
    }

    /** What it acknowledges a second; the events are signed before it starts. */
    private double cold(Tollgate gateway) throws Exception {
        for (int most = FIRST_GUESS; ; most *= 2) {
            measure.prepare(gateway);
            closedLoop.prepare(deliveries.expect(most), most);
            gateway.restart();
            Optional<ClosedLoop.Result> result = closedLoop.run(gateway.port(), FIRST_SECONDS);
            if (result.isPresent()) {
                deliveries.awaitAll(result.get().answered());
                return result.get().rate();
            }
        }
    }

    private void print(Map<String, Started> section) {
        report.line(
                "%nThe first %d s after readiness, and after %d s: at %,.0f events/s, and in a closed loop%n%n"
                        + "| | answered/s | p50, ms | p99, ms | p99.9, ms | closed loop, events/s | rounds | later | of later |%n"
                        + "|---|---:|---:|---:|---:|---:|---|---:|---:|",
                FIRST_SECONDS, options.warmSeconds, OFFERED);
        section.forEach((name, started) -> report.line(
                "| %s | %,.0f | %s | %,.0f | %s | %,.0f | %.2f |",
                name,
                Report.median(started.offered(), Offered::perSecond),
                Percentiles.medians(started.offered().stream()
                                .map(Offered::acknowledged)
                                .toList())
                        .cells(),
                started.coldPerSecond().median(),
                Report.cell(started.coldPerSecond().rounds()),
                started.warmPerSecond(),
                started.ratio()));
        report.line("");
    }
}

package io.tollgate.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers, by turns: in a closed loop, at a fixed rate, and for long. */
final class Comparison {
    private static final double SHARE_OF_THE_MOST = 0.8;

    private final Options options;
    private final Measurements measure;
    private final Burst burst;
    private final Report report;
    private final ServerTables tables;
    private final Map<String, Double> medians = new HashMap<>();
    private final Map<String, Burst.Result> bursts = new LinkedHashMap<>();

    Comparison(Options options, Measurements measure, Burst burst, Report report) {
        this.burst = burst;
        this.report = report;
        this.options = options;
        this.measure = measure;
        this.tables = new ServerTables(report);
    }

    /** They have ended when it returns: what comes next has the machine, and the database's connections, to itself. */
    void run(List<Contender> servers) throws Exception {
        try {
            compare(servers);
        } finally {
            for (Contender server : servers) {
                server.close();
            }
        }
    }

    private void compare(List<Contender> servers) throws Exception {
        for (Contender server : servers) {
            server.start();
            measure.warmUp(server, options.warmUp);
        }
        Map<Contender, List<Measurements.Rate>> rates = closedLoops(servers);
        tables.rates(rates, options.seconds);
        rates.forEach((server, measured) -> medians.put(server.name(), ServerTables.rate(measured)));
        if (options.openSeconds > 0) {
            openLoops(servers, options.rate != null ? options.rate : ServerTables.slowest(rates) / 2);
        }
        if (options.sustain > 0) {
            sustain(rates);
        }
        if (options.burstSeconds > 0) {
            bursts(rates);
        }
    }

    /** What the server of this name did in a closed loop; null when there was none. */
    Double perSecond(String name) {
        return medians.get(name);
    }

    Map<String, Burst.Result> bursts() {
        return bursts;
    }

    static boolean routes(Contender server) {
        return server instanceof Tollgate && server.delivers();
    }

    private void bursts(Map<Contender, List<Measurements.Rate>> rates) throws Exception {
        for (Contender server : rates.keySet()) {
            if (routes(server)) {
                double expected = Report.median(rates.get(server), Measurements.Rate::acknowledged);
                bursts.put(server.name(), burst.of(server, expected));
                report.line("%s %s", server.name(), bursts.get(server.name()));
                report.put("burst", bursts);
            }
        }
    }

    private Map<Contender, List<Measurements.Rate>> closedLoops(List<Contender> servers) throws Exception {
        Map<Contender, List<Measurements.Rate>> rates = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds; round++) {
            for (Contender server : servers) {
                rates.computeIfAbsent(server, s -> new ArrayList<>()).add(measure.rate(server, options.seconds));
            }
        }
        return rates;
    }

    private void openLoops(List<Contender> servers, double perSecond) throws Exception {
        Map<Contender, List<Measurements.Latency>> latencies = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds; round++) {
            for (Contender server : servers) {
                latencies
                        .computeIfAbsent(server, s -> new ArrayList<>())
                        .add(measure.latency(server, perSecond, options.openSeconds));
            }
        }
        tables.latencies(latencies, perSecond, options.openSeconds);
    }

    private void sustain(Map<Contender, List<Measurements.Rate>> rates) throws Exception {
        Map<String, Measurements.Sustained> runs = new LinkedHashMap<>();
        for (Contender server : rates.keySet()) {
            if (routes(server)) {
                double perSecond = options.sustainRate != null
                        ? options.sustainRate
                        : SHARE_OF_THE_MOST * ServerTables.rate(rates.get(server));
                runs.put(server.name(), measure.sustain((Tollgate) server, perSecond, options.sustain));
            }
        }
        tables.sustained(runs);
    }
}

package io.tollgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers, by turns: in a closed loop, at a fixed rate, and for long. */
final class Comparison {
    private static final double SHARE_OF_THE_MOST = 0.8;

    private final Options options;
    private final Measurements measure;
    private final ServerTables tables;

    Comparison(Options options, Measurements measure, Report report) {
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
        if (options.openSeconds > 0) {
            openLoops(servers, options.rate != null ? options.rate : ServerTables.slowest(rates) / 2);
        }
        if (options.sustain > 0) {
            sustain(rates);
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
            if (server instanceof Tollgate tollgate && tollgate.delivers()) {
                double perSecond = options.sustainRate != null
                        ? options.sustainRate
                        : SHARE_OF_THE_MOST * ServerTables.rate(rates.get(server));
                runs.put(server.name(), measure.sustain(tollgate, perSecond, options.sustain));
            }
        }
        tables.sustained(runs);
    }
}

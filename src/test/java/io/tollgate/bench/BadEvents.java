package io.tollgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the sound events of a type are worth whose flow fails for some at random: relays with a backlog of both. */
final class BadEvents {
    private final Options options;
    private final BacklogLoad load;
    private final Report report;

    BadEvents(Options options, BacklogLoad load, Report report) {
        this.options = options;
        this.load = load;
        this.report = report;
    }

    void run(List<Worker> relays) throws Exception {
        try {
            for (Worker relay : relays) {
                relay.start();
                load.rate(relay, options.backlog / Backlogs.PART, 0, options.badLimit);
            }
            measure(relays);
        } finally {
            for (Worker relay : relays) {
                relay.close();
            }
        }
    }

    private void measure(List<Worker> relays) throws Exception {
        Map<String, Map<Integer, List<Double>>> rates = new LinkedHashMap<>();
        List<Integer> percents = new ArrayList<>(List.of(0));
        percents.addAll(options.badPercents());
        for (int round = 0; round < options.rounds; round++) {
            for (int percent : percents) {
                for (Worker relay : relays) {
                    rates.computeIfAbsent(relay.name(), n -> new LinkedHashMap<>())
                            .computeIfAbsent(percent, p -> new ArrayList<>())
                            .add(load.rate(relay, options.backlog, percent, options.badLimit));
                }
            }
        }
        new BacklogTables(report).bad(rates, options.backlog);
    }
}

package io.tollgate.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those that bring a backlog to the queue, by turns. */
final class Backlogs {
    /** So much of the backlog is what each gets warm with. */
    static final int PART = 5;

    private final Options options;
    private final BacklogLoad load;
    private final Report report;

    private final Map<String, Double> medians = new HashMap<>();

    Backlogs(Options options, BacklogLoad load, Report report) {
        this.options = options;
        this.load = load;
        this.report = report;
    }

    /** They have ended when it returns: what comes next has the machine, and the database's connections, to itself. */
    void run(List<Worker> workers) throws Exception {
        try {
            compare(workers);
        } finally {
            for (Worker worker : workers) {
                worker.close();
            }
        }
    }

    private void compare(List<Worker> workers) throws Exception {
        for (Worker worker : workers) {
            worker.start();
            load.rate(worker, options.backlog / PART, 0, options.backlogLimit);
        }
        Map<Worker, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds; round++) {
            for (Worker worker : workers) {
                rates.computeIfAbsent(worker, w -> new ArrayList<>())
                        .add(load.rate(worker, options.backlog, 0, options.backlogLimit));
            }
        }
        rates.forEach((worker, measured) -> medians.put(worker.name(), Report.median(measured)));
        new BacklogTables(report).backlogs(rates, options.backlog);
    }

    /** What the one of this name did; null when there was none. */
    Double perSecond(String name) {
        return medians.get(name);
    }
}

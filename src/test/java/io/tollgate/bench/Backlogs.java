package io.tollgate.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those that bring a backlog to the queue, by turns. */
final class Backlogs {
    /** So much of the backlog is what each gets warm with. */
    private static final int PART = 5;

    private final Options options;
    private final Backends backends;
    private final Deliveries deliveries;
    private final Report report;

    private final Map<String, Double> medians = new HashMap<>();

    Backlogs(Options options, Backends backends, Deliveries deliveries, Report report) {
        this.options = options;
        this.backends = backends;
        this.deliveries = deliveries;
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
            rate(worker, options.backlog / PART);
        }
        Map<Worker, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds; round++) {
            for (Worker worker : workers) {
                rates.computeIfAbsent(worker, w -> new ArrayList<>()).add(rate(worker, options.backlog));
            }
        }
        rates.forEach((worker, measured) -> medians.put(worker.name(), Report.median(measured)));
        new BacklogTables(report).backlogs(rates, options.backlog);
    }

    /** What the one of this name did; null when there was none. */
    Double perSecond(String name) {
        return medians.get(name);
    }

    /** Messages a second until the last one has come, or for as long as it may take. */
    private double rate(Worker worker, int count) throws Exception {
        SignedEvents events = deliveries.expect(count);
        worker.fill(new Backlog(backends, events, count));
        long begin = System.nanoTime();
        worker.begin();
        boolean all = deliveries.haveCome(count, options.backlogLimit);
        int received = deliveries.received();
        double rate = received / ((deliveries.last() - begin) / 1e9);
        worker.end();
        report.line("%s %,.0f/s, %s", worker.name(), rate, all ? "all of " + count : received + " of " + count);
        return rate;
    }
}

package io.tollgate.bench;

import java.util.List;

/** One after the other what is to be measured of the contenders that somebody has chosen. */
final class Phases {
    private final Options options;
    private final Report report;
    private final Deliveries deliveries;
    private final ClosedLoop closedLoop;
    private final Measurements measure;
    private final BacklogLoad load;
    private final Contenders contenders;
    private final Comparison comparison;
    private final Backlogs backlogs;

    Phases(Options options, Backends backends, Deliveries deliveries, Deliveries rare, Report report) throws Exception {
        this.options = options;
        this.report = report;
        this.deliveries = deliveries;
        this.closedLoop = new ClosedLoop(report.directory());
        this.measure = new Measurements(backends, deliveries, closedLoop, report);
        this.load = new BacklogLoad(backends, deliveries, report);
        this.contenders = new Contenders(options, backends, report.directory());
        Burst burst = new Burst(measure, deliveries, rare, closedLoop, options.burstSeconds);
        this.comparison = new Comparison(options, measure, burst, report);
        this.backlogs = new Backlogs(options, load, report);
    }

    void run() throws Exception {
        List<Contender> servers = contenders.servers();
        List<Worker> workers = contenders.workers();
        if (!servers.isEmpty()) {
            comparison.run(servers);
        }
        if (!workers.isEmpty()) {
            backlogs.run(workers);
        }
        badEvents();
        warmStarts(servers);
        if (!comparison.bursts().isEmpty()) {
            new BurstTable(report).print(comparison.bursts(), comparison.perSecond("e"), backlogs.perSecond("h"));
        }
    }

    private void badEvents() throws Exception {
        List<Worker> relays = contenders.failingRelays();
        if (!relays.isEmpty() && !options.badPercents().isEmpty()) {
            new BadEvents(options, load, report).run(relays);
        }
    }

    private void warmStarts(List<Contender> servers) throws Exception {
        List<Tollgate> gateways = servers.stream()
                .filter(Comparison::routes)
                .map(Tollgate.class::cast)
                .toList();
        if (!gateways.isEmpty() && options.warmSeconds > 0) {
            new WarmStart(options, measure, deliveries, closedLoop, report).run(gateways);
        }
    }
}

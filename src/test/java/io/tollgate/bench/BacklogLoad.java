package io.tollgate.bench;

/** One backlog, and how fast it is brought to where it goes. */
record BacklogLoad(Backends backends, Deliveries deliveries, Report report) {
    /** Events a second until the last one has come, or until the limit. */
    double rate(Worker worker, int count, int badPercent, int limitSeconds) throws Exception {
        Backlog backlog = new Backlog(backends, deliveries.expect(count), count, badPercent);
        int healthy = backlog.healthy();
        worker.fill(backlog);
        long begin = System.nanoTime();
        worker.begin();
        Arrivals arrivals = worker.arrivals(deliveries);
        arrivals.haveCome(healthy, limitSeconds);
        int received = arrivals.received();
        double rate = received / ((arrivals.last() - begin) / 1e9);
        worker.end();
        report.line(
                "%s %,.0f/s, %,d of %,d%s",
                worker.name(), rate, received, healthy, badPercent == 0 ? "" : " sound ones, " + badPercent + "% bad");
        return rate;
    }
}

package io.tollgate.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One measurement at a time, each with events of its own and from an empty table. */
final class Measurements {
    private static final int SLICE_SECONDS = 5;
    private static final int COMPARED_SLICES = 4;
    private static final double RISING = 1.03;
    private static final double FIRST_GUESS = 4000;
    private static final double HEADROOM = 1.5;
    private static final int LAST_SECONDS = 10;

    private final Backends backends;
    private final Deliveries deliveries;
    private final Report report;
    private final ClosedLoop closedLoop;
    private final Map<Contender, Double> expected = new HashMap<>();

    Measurements(Backends backends, Deliveries deliveries, ClosedLoop closedLoop, Report report) {
        this.backends = backends;
        this.deliveries = deliveries;
        this.report = report;
        this.closedLoop = closedLoop;
    }

    /**
     * Events a second.
     *
     * @param perSecond acknowledged, or, of a contender that delivers, until the last one has come
     */
    record Rate(double acknowledged, double perSecond) {}

    /** @param delivered null where nothing is delivered */
    record Latency(Percentiles acknowledged, Percentiles delivered) {}

    /**
     * @param pendingMillis how old the oldest event was that waited to be routed when the load ended; 0 for none
     * @param residentMegabytes the memory of the gateway's process, once a minute
     */
    record Sustained(
            double perSecond,
            int seconds,
            Percentiles acknowledged,
            Percentiles lastDelivered,
            long pendingMillis,
            List<Long> residentMegabytes) {}

    /** Slices of 5 s until four of them are no faster than the four before, or for so many seconds. */
    void warmUp(Contender contender, int mostSeconds) throws Exception {
        List<Double> rates = new ArrayList<>();
        while (rates.size() * SLICE_SECONDS < mostSeconds && isRising(rates)) {
            rates.add(rate(contender, SLICE_SECONDS).perSecond());
        }
    }

    private static boolean isRising(List<Double> rates) {
        int slices = rates.size();
        return slices < 2 * COMPARED_SLICES
                || Report.median(rates.subList(slices - COMPARED_SLICES, slices))
                        > RISING * Report.median(rates.subList(slices - 2 * COMPARED_SLICES, slices - COMPARED_SLICES));
    }

    /** In a closed loop. */
    Rate rate(Contender contender, int seconds) throws Exception {
        ClosedLoop.Result result = load(contender, seconds);
        double rate = result.rate();
        if (contender.delivers()) {
            long last = deliveries.awaitAll(result.answered());
            rate = deliveries.received() / (result.seconds() + Math.max(0, last - result.endedAt()) / 1e9);
        }
        expected.put(contender, result.rate());
        report.line("%s %,.0f/s acknowledged, %,.0f/s", contender.name(), result.rate(), rate);
        return new Rate(result.rate(), rate);
    }

    private ClosedLoop.Result load(Contender contender, int seconds) throws Exception {
        double expectedRate = expected.getOrDefault(contender, FIRST_GUESS);
        while (true) {
            prepare(contender);
            int most = (int) (HEADROOM * expectedRate * seconds);
            SignedEvents events = deliveries.expect(most);
            closedLoop.prepare(events, most);
            Optional<ClosedLoop.Result> result = closedLoop.run(contender.port(), seconds);
            if (result.isPresent()) {
                return result.get();
            }
            expectedRate *= 2;
        }
    }

    Latency latency(Contender contender, double perSecond, int seconds) throws Exception {
        prepare(contender);
        OpenLoop load = open(contender, perSecond, seconds);
        Percentiles delivered = null;
        if (contender.delivers()) {
            deliveries.awaitAll(load.count());
            delivered = Percentiles.of(load.delivered(deliveries), 0);
        }
        Latency latency = new Latency(Percentiles.of(load.acknowledged(), 0), delivered);
        report.line("%s acknowledged %s, delivered %s", contender.name(), latency.acknowledged(), delivered);
        return latency;
    }

    /** A steady rate for long; what matters is how late the events of its last ten seconds were delivered. */
    Sustained sustain(Tollgate contender, double perSecond, int seconds) throws Exception {
        prepare(contender);
        List<Long> memory = new CopyOnWriteArrayList<>();
        ScheduledExecutorService minutes = Executors.newSingleThreadScheduledExecutor();
        minutes.scheduleAtFixedRate(() -> memory.add(contender.residentMegabytes()), 1, 1, TimeUnit.MINUTES);
        OpenLoop load = open(contender, perSecond, seconds);
        minutes.shutdown();
        long pending = backends.query(
                contender.database(),
                "SELECT coalesce(extract(epoch FROM now() - min(received_at)) * 1000, 0) FROM tollgate.inbox"
                        + " WHERE status = 'PENDING'");
        deliveries.awaitAll(load.count());
        int last = (int) (load.count() - perSecond * Math.min(LAST_SECONDS, seconds));
        return new Sustained(
                perSecond,
                seconds,
                Percentiles.of(load.acknowledged(), 0),
                Percentiles.of(load.delivered(deliveries), last),
                pending,
                memory);
    }

    private OpenLoop open(Contender contender, double perSecond, int seconds) throws Exception {
        SignedEvents events = deliveries.expect((int) (perSecond * seconds));
        return new OpenLoop(events, contender.port(), perSecond, seconds).run();
    }

    void prepare(Contender contender) throws Exception {
        contender.empty();
        backends.execute("postgres", "CHECKPOINT");
    }
}

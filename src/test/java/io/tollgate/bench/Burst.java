package io.tollgate.bench;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** All that the ingress takes for a while, as after an outage of Stripe's, beside one event a second of a rare type. */
final class Burst {
    private static final double HEADROOM = 1.5;
    private static final int RARE_CONNECTIONS = 4;

    private final Measurements measure;
    private final Deliveries deliveries;
    private final Deliveries rare;
    private final ClosedLoop closedLoop;
    private final int seconds;

    /** @param rare counts the events of the rare type */
    Burst(Measurements measure, Deliveries deliveries, Deliveries rare, ClosedLoop closedLoop, int seconds) {
        this.measure = measure;
        this.deliveries = deliveries;
        this.rare = rare;
        this.closedLoop = closedLoop;
        this.seconds = seconds;
    }

    /**
     * @param acknowledged a second, during the burst
     * @param routed a second, during the burst: messages at the consumer
     * @param drained a second, from the end of the burst until the last message
     * @param longestRareMillis from the acknowledgement of a rare event until its message
     */
    record Result(
            int seconds,
            double acknowledged,
            Percentiles latency,
            double routed,
            double drained,
            double drainSeconds,
            double longestRareMillis) {}

    /** @param expected what it acknowledges a second, about */
    Result of(Contender contender, double expected) throws Exception {
        int most = (int) (HEADROOM * expected * seconds);
        while (true) {
            measure.prepare(contender);
            closedLoop.prepare(deliveries.expect(most), most);
            OpenLoop rareLoad = new OpenLoop(rare.expect(seconds), contender.port(), 1, seconds, RARE_CONNECTIONS);
            CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> run(rareLoad));
            Optional<ClosedLoop.Result> load = closedLoop.run(contender.port(), seconds);
            beside.join();
            if (load.isPresent()) {
                return result(load.get(), rareLoad);
            }
            most *= 2;
        }
    }

    private static void run(OpenLoop load) {
        try {
            load.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Result result(ClosedLoop.Result load, OpenLoop rareLoad) {
        int meanwhile = deliveries.receivedBy(load.endedAt());
        double drainSeconds = Math.max(0, deliveries.awaitAll(load.answered()) - load.endedAt()) / 1e9;
        rare.awaitAll(rareLoad.count());
        int drained = deliveries.received() - meanwhile;
        return new Result(
                seconds,
                load.rate(),
                load.latency(),
                meanwhile / load.seconds(),
                drained == 0 ? 0 : drained / drainSeconds,
                drainSeconds,
                longest(rareLoad));
    }

    private double longest(OpenLoop rareLoad) {
        long[] delivered = rareLoad.delivered(rare);
        long[] acknowledged = rareLoad.acknowledged();
        return Math.round(IntStream.range(0, delivered.length)
                                .mapToLong(i -> delivered[i] - acknowledged[i])
                                .max()
                                .orElse(0)
                        / 1e4)
                / 100.0;
    }
}

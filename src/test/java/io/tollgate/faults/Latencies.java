package io.tollgate.faults;

import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** How long events took within one window of a load. */
record Latencies(long count, double median, double p99) {
    /** How much longer a p99 may be than the one it is compared with: a machine that others use needs more. */
    static final double TOLERANCE = Double.parseDouble(System.getProperty("faults.tolerance", "1.2"));

    /**
     * @param from when each began, by {@link System#nanoTime}
     * @param to when each ended; what is not in it has not ended
     * @param window which beginnings count
     */
    static Latencies of(Map<String, Long> from, Map<String, Long> to, LongPredicate window) {
        return of(from.entrySet().stream()
                .filter(event -> window.test(event.getValue()) && to.containsKey(event.getKey()))
                .mapToLong(event -> to.get(event.getKey()) - event.getValue()));
    }

    /** The same of the answers to all requests of a load. */
    static Latencies of(Load load, LongPredicate window) {
        return of(
                load
                        .deliveries()
                        .which(request -> request.status() != Delivery.NONE && window.test(request.sentAt()))
                        .stream()
                        .mapToLong(request -> request.answeredAt() - request.sentAt()));
    }

    private static Latencies of(LongStream unsorted) {
        long[] nanos = unsorted.sorted().toArray();
        return new Latencies(nanos.length, millis(nanos, 0.5), millis(nanos, 0.99));
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : Math.round(sorted[(int) (share * (sorted.length - 1))] / 1e4) / 100.0;
    }
}

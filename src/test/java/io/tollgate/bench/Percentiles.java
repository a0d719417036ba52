package io.tollgate.bench;

import java.util.Arrays;
import java.util.List;

/** Of latencies, in milliseconds. */
record Percentiles(double p50, double p99, double p999) {
    /** @param from the first one that counts */
    static Percentiles of(long[] nanos, int from) {
        long[] sorted = Arrays.copyOfRange(nanos, from, nanos.length);
        Arrays.sort(sorted);
        return new Percentiles(millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 0.999));
    }

    private static double millis(long[] sorted, double share) {
        return Math.round(sorted[(int) (share * (sorted.length - 1))] / 1e4) / 100.0;
    }

    /** Of each the median of all rounds. */
    static Percentiles medians(List<Percentiles> rounds) {
        return new Percentiles(
                Report.median(rounds, Percentiles::p50),
                Report.median(rounds, Percentiles::p99),
                Report.median(rounds, Percentiles::p999));
    }

    /** The cells of a table. */
    String cells() {
        return String.format("%.2f | %.2f | %.2f", p50, p99, p999);
    }
}

package io.tollgate.console.scale;

import java.util.List;

/** In milliseconds. */
record Latencies(int count, double p50, double p95, double highest) {
    static Latencies of(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Latencies(0, 0, 0, 0)
                : new Latencies(sorted.size(), at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1));
    }

    private static double at(List<Long> sorted, double share) {
        return Math.round(sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e5) / 10.0;
    }
}

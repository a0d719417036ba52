package io.tollgate.alerts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/** What the other packages say of themselves: nothing is looked at twice for the sake of an alert. */
record Meters(MeterRegistry registry) {
    /** The values of a gauge for which it holds, by those of its tags. What is no number holds for none. */
    Map<String, Double> where(String gauge, List<String> tags, DoublePredicate holds) {
        Map<String, Double> found = new TreeMap<>();
        for (Gauge each : registry.find(gauge).gauges()) {
            double value = each.value();
            if (!Double.isNaN(value) && holds.test(value)) {
                String name = tags.stream().map(tag -> each.getId().getTag(tag)).collect(Collectors.joining(" "));
                found.merge(name, value, Math::max);
            }
        }
        return found;
    }

    /** What is counted by now, of these values of a tag. */
    long sum(String counter, String tag, Collection<String> values) {
        return registry.find(counter).counters().stream()
                .filter(each -> values.contains(each.getId().getTag(tag)))
                .mapToLong(each -> (long) each.count())
                .sum();
    }
}

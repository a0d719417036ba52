package io.tollgate.routing.flowtest;

import io.tollgate.routing.RouteMap;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The flows to which no test sends an event. */
public final class UntestedFlows {
    private UntestedFlows() {}

    /**
     * Warnings only.
     *
     * @param map which events come to each flow
     */
    public static List<Finding> find(RouteMap map, TestFolder tests) throws IOException {
        Set<String> tested = new HashSet<>();
        try {
            tests.tests().forEach(test -> tests.type(test).ifPresent(tested::add));
        } catch (InvalidTest e) {
            return List.of(finding(Rule.INVALID_TEST, "tests/" + e.place(), e.sentence()));
        }
        List<Finding> found = new ArrayList<>();
        for (Map.Entry<String, Set<String>> flow : new TreeMap<>(map.flows()).entrySet()) {
            if (Collections.disjoint(flow.getValue(), tested)) {
                found.add(finding(
                        Rule.UNTESTED_FLOW,
                        map.places().getOrDefault(flow.getKey(), ".:1"),
                        "No test has an event for the flow " + flow.getKey() + ", such as "
                                + flow.getValue().iterator().next()
                                + "; write one in tests/, or set tollgate.check.untested=false"));
            }
        }
        return found;
    }

    private static Finding finding(Rule rule, String place, String message) {
        int colon = place.lastIndexOf(':');
        return new Finding(rule, place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)), 1, message);
    }
}

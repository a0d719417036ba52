package io.tollgate.routing;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the router takes events.
 *
 * @param flows the event types that come to each flow, by the flow's name
 * @param byName those flows that get them because of their name, since no condition names the type
 * @param places where each flow stands, such as {@code refunds.camel.yaml:1}, by its name
 */
public record RouteMap(Map<String, Set<String>> flows, Set<String> byName, Map<String, String> places) {
    public static final RouteMap NONE = new RouteMap(Map.of(), Set.of(), Map.of());

    /** All event types that come to a flow. */
    public Set<String> types() {
        return flows.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The flows that events of this type come to; of a type that is not known, the one of its name. */
    Set<String> of(String type) {
        String name = type.replaceAll("[._]", "-");
        return flows.entrySet().stream()
                .filter(flow -> flow.getValue().contains(type) || flow.getKey().equals(name))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

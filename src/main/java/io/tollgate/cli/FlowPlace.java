package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.RouteMap;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a new flow gets its events from.
 *
 * @param name of the flow
 * @param caller the flow that has the events already, and calls the new one; null when it gets them by its name
 * @param file of the caller; null without one
 * @param onlyType the type, when other ones come to the caller too; else null
 */
record FlowPlace(String name, String caller, String file, String onlyType) {
    boolean isAlone() {
        return caller == null;
    }

    /** The files that are changed. */
    List<String> changed() {
        return file == null ? List.of() : List.of(file);
    }

    /**
     * @param asked a name for the flow; null for one of its type
     * @throws InvalidConfiguration when it cannot have that name
     */
    static FlowPlace of(String type, String asked, RouteMap map) {
        String byType = type.replaceAll("[._]", "-");
        Optional<String> caller = map.flows().keySet().stream()
                .filter(flow -> map.flows().get(flow).contains(type))
                .min(Comparator.comparing((String flow) -> !flow.equals(byType))
                        .thenComparing(flow -> map.flows().get(flow).size()));
        String name = asked != null ? asked : caller.isPresent() ? byType + "-own" : byType;
        if (map.places().containsKey(name)) {
            throw new InvalidConfiguration("There is a flow direct:" + name + " already, at "
                    + map.places().get(name) + ": give another one a --name of its own");
        }
        if (caller.isEmpty() && !name.equals(byType)) {
            throw new InvalidConfiguration("No flow gets " + type + " yet, and one gets it by its name, direct:"
                    + byType + ": leave --name away");
        }
        return caller.map(flow -> new FlowPlace(
                        name,
                        flow,
                        map.places().get(flow).replaceFirst(":\\d+$", ""),
                        map.flows().get(flow).size() == 1 ? null : type))
                .orElseGet(() -> new FlowPlace(name, null, null, null));
    }
}

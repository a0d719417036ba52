package io.tollgate.routing.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;

/** Whether each {@code direct:} has a flow, and each flow is reached by an event or a message. */
final class FlowReach {
    private final RouteModel model;
    private final Findings findings;
    private final Map<String, RouteDefinition> flows = new HashMap<>();

    FlowReach(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
        model.routes().stream()
                .filter(model::isUnderRelay)
                .forEach(route -> flows.put(RouteModel.path(model.from(route)), route));
    }

    void check() {
        if (!flows.containsKey(RouteModel.ROUTER)) {
            findings.add(
                    Rule.NO_ROUTER,
                    Place.top("router.camel.yaml"),
                    "No route starts at direct:router, so no event would reach a flow; restore router.camel.yaml");
            return;
        }
        Set<RouteDefinition> reached = reached();
        flows.forEach((name, route) -> {
            if (!reached.contains(route)) {
                findings.add(
                        Rule.UNREACHABLE_FLOW,
                        model.place(route),
                        "Nothing sends to direct:" + name + ", so no event ever reaches this flow; add a when to"
                                + " router.camel.yaml, or remove the flow");
            }
        });
    }

    /** From the router and from whatever starts at a queue. */
    private Set<RouteDefinition> reached() {
        Set<RouteDefinition> reached = new HashSet<>();
        Deque<RouteDefinition> next = new ArrayDeque<>();
        next.add(flows.get(RouteModel.ROUTER));
        model.routes().stream().filter(route -> !model.isUnderRelay(route)).forEach(next::add);
        while (!next.isEmpty()) {
            RouteDefinition route = next.remove();
            if (reached.add(route)) {
                RouteModel.steps(route).forEach(step -> follow(step, next));
            }
        }
        // Those that are out of reach may name flows that are not there, too.
        model.routes().stream()
                .filter(route -> !reached.contains(route))
                .forEach(route -> RouteModel.steps(route).forEach(step -> follow(step, new ArrayDeque<>())));
        return reached;
    }

    private void follow(OptionalIdentifiedDefinition<?> step, Deque<RouteDefinition> next) {
        for (String uri : model.destinations(step)) {
            if (!RouteModel.scheme(uri).equals("direct")) {
                continue;
            }
            String name = RouteModel.path(uri);
            if (name.contains("${")) {
                String beginning = name.substring(0, name.indexOf("${"));
                flows.keySet().stream()
                        .filter(flow -> flow.startsWith(beginning))
                        .map(flows::get)
                        .forEach(next::add);
            } else if (flows.containsKey(name)) {
                next.add(flows.get(name));
            } else {
                findings.add(
                        Rule.NO_SUCH_FLOW,
                        model.placeOf(step, name),
                        "no route starts at direct:" + name + ", so each of its events would fail"
                                + NearMatch.question(name, flows.keySet())
                                + " Correct the name or add the flow.");
            }
        }
    }
}

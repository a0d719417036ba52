package io.tollgate.routing.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;

/** Of which types the events are that come to each flow and each step: what the conditions on their way let through. */
final class ReachingTypes {
    private final RouteModel model;
    private final FlowReach reach;
    private final Conditions conditions;
    private final Map<RouteDefinition, Set<String>> flows = new HashMap<>();

    ReachingTypes(RouteModel model, FlowReach reach, Conditions conditions, KnownTypes types, NamedFlows named) {
        this.model = model;
        this.reach = reach;
        this.conditions = conditions;
        RouteDefinition router = model.flows().get(RouteModel.ROUTER);
        if (router != null) {
            come(router, types.all());
            named.byFlow().forEach((flow, its) -> come(model.flows().get(flow), its));
        }
    }

    private void come(RouteDefinition flow, Set<String> types) {
        if (flows.computeIfAbsent(flow, f -> new TreeSet<>()).addAll(types)) {
            walk(
                    flow.getOutputs(),
                    flows.get(flow),
                    (step, reaching) -> model.destinations(step)
                            .forEach(uri -> reach.called(uri).forEach(called -> come(called, Set.copyOf(reaching)))));
        }
    }

    /** Of the flows but the router, by name. */
    Map<String, Set<String>> map(Set<String> known) {
        Map<String, Set<String>> map = new TreeMap<>();
        model.flows().forEach((name, flow) -> {
            if (flows.containsKey(flow) && !name.equals(RouteModel.ROUTER)) {
                map.put(name, Condition.both(flows.get(flow), known));
            }
        });
        return map;
    }

    /** @param visitor gets each step with the types that come to it; none when they are not known, as behind a queue */
    void visit(BiConsumer<OptionalIdentifiedDefinition<?>, Set<String>> visitor) {
        model.routes().forEach(route -> walk(route.getOutputs(), flows.getOrDefault(route, Set.of()), visitor));
    }

    private void walk(
            Iterable<? extends OptionalIdentifiedDefinition<?>> steps,
            Set<String> reaching,
            BiConsumer<OptionalIdentifiedDefinition<?>, Set<String>> visitor) {
        for (OptionalIdentifiedDefinition<?> step : steps) {
            if (RouteModel.isDisabled(step)) {
                continue;
            }
            visitor.accept(step, reaching);
            Set<String> inside = reaching;
            if (step instanceof WhenDefinition || step instanceof FilterDefinition) {
                inside = Condition.both(reaching, conditions.of(step).can());
            }
            for (OptionalIdentifiedDefinition<?> child : YamlRoutes.children(step)) {
                walk(List.of(child), inside, visitor);
                if (child instanceof WhenDefinition when && !RouteModel.isDisabled(when)) {
                    inside = new TreeSet<>(inside);
                    inside.removeAll(conditions.of(when).must());
                }
            }
        }
    }
}

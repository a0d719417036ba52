package io.tollgate.routing.check;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.UnmarshalDefinition;

/**
 * At which steps the body is still the text that was received: from the router on, and behind a queue, until a step may change it. What
 * is not known to leave it alone may.
 */
final class ReceivedBody {
    private static final Set<String> LEAVE_IT = Set.of(
            "log",
            "setHeader",
            "setHeaders",
            "setVariable",
            "setVariables",
            "setProperty",
            "removeHeader",
            "removeHeaders",
            "removeVariable",
            "removeProperty",
            "removeProperties",
            "validate",
            "delay",
            "stop",
            "filter",
            "choice",
            "when",
            "otherwise",
            "step");
    private static final Set<String> SENT_ONLY = Set.of("jms", "log");

    private final RouteModel model;
    private final FlowReach reach;
    private final Map<RouteDefinition, Boolean> received = new HashMap<>();
    private final Set<Object> steps = Collections.newSetFromMap(new IdentityHashMap<>());

    ReceivedBody(RouteModel model, FlowReach reach, Collection<String> named) {
        this.model = model;
        this.reach = reach;
        reach.consumers()
                .forEach(route ->
                        begin(route, RouteModel.scheme(model.from(route)).equals("jms")));
        RouteDefinition router = model.flows().get(RouteModel.ROUTER);
        if (router != null) {
            begin(router, true);
            named.forEach(name -> begin(model.flows().get(name), true));
        }
        received.forEach((route, isReceived) -> walk(route.getOutputs(), isReceived, true));
    }

    /** A flow that several call has it as received only if it has from each. */
    private void begin(RouteDefinition route, boolean isReceived) {
        boolean before = received.getOrDefault(route, true);
        if (!received.containsKey(route) || before && !isReceived) {
            received.put(route, before && isReceived);
            walk(route.getOutputs(), before && isReceived, false);
        }
    }

    boolean isAt(OptionalIdentifiedDefinition<?> step) {
        return steps.contains(step);
    }

    private boolean walk(List<? extends OptionalIdentifiedDefinition<?>> some, boolean isReceived, boolean isKnown) {
        boolean still = isReceived;
        for (OptionalIdentifiedDefinition<?> step : some) {
            if (!RouteModel.isDisabled(step)) {
                still = after(step, still, isKnown);
            }
        }
        return still;
    }

    private boolean after(OptionalIdentifiedDefinition<?> step, boolean isReceived, boolean isKnown) {
        if (isReceived && isKnown) {
            steps.add(step);
        }
        boolean inside = isReceived && LEAVE_IT.contains(step.getShortName());
        boolean still = inside || isReceived && leaves(step);
        for (OptionalIdentifiedDefinition<?> child : YamlRoutes.children(step)) {
            boolean afterChild =
                    walk(List.of(child), step instanceof ChoiceDefinition ? inside : inside && still, isKnown);
            still &= afterChild;
        }
        if (!isKnown) {
            model.destinations(step).forEach(uri -> reach.called(uri).forEach(called -> begin(called, isReceived)));
        }
        return still;
    }

    private boolean leaves(OptionalIdentifiedDefinition<?> step) {
        return step instanceof UnmarshalDefinition unmarshal && unmarshal.getVariableReceive() != null
                || step instanceof ProcessDefinition process && "unroutedTypes".equals(process.getRef())
                || step instanceof ToDefinition to && (to.getVariableReceive() != null || isSentOnly(step))
                || step instanceof ToDynamicDefinition toD && (toD.getVariableReceive() != null || isSentOnly(step));
    }

    private boolean isSentOnly(OptionalIdentifiedDefinition<?> step) {
        return model.destinations(step).stream().map(RouteModel::scheme).allMatch(SENT_ONLY::contains);
    }
}

package io.tollgate.routing.check;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.UnmarshalDefinition;

/**
 * At which steps the body is still the text that was received: from the router on, and behind a queue that a flow
 * of the set sends to, until a step may change it. What is not known to leave it alone may.
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

    private static final Pattern CONVERTED = Pattern.compile("[?&](mapJmsMessage|messageConverter|jmsMessageType)=");

    private final RouteModel model;
    private final FlowReach reach;
    private final Map<RouteDefinition, Boolean> received = new HashMap<>();
    private final Set<Object> steps = Collections.newSetFromMap(new IdentityHashMap<>());

    ReceivedBody(RouteModel model, FlowReach reach, Collection<String> named) {
        this.model = model;
        this.reach = reach;
        Set<String> sent = model.routes().stream()
                .flatMap(route -> RouteModel.steps(route).stream())
                .flatMap(step -> model.destinations(step).stream())
                .flatMap(ReceivedBody::queue)
                .collect(Collectors.toSet());
        reach.consumers().forEach(route -> behindQueue(route, sent));
        RouteDefinition router = model.flows().get(RouteModel.ROUTER);
        if (router != null) {
            begin(router, true);
            named.forEach(name -> begin(model.flows().get(name), true));
        }
        received.forEach((route, isReceived) -> walk(route.getOutputs(), isReceived, true));
    }

    /** Others may send there too, and no text; so what is inside of a condition, and what is called, is not known. */
    private void behindQueue(RouteDefinition route, Set<String> sent) {
        boolean still = queue(model.from(route)).anyMatch(sent::contains)
                && route.getInput().getVariableReceive() == null
                && !CONVERTED.matcher(model.from(route)).find();
        for (ProcessorDefinition<?> step : route.getOutputs()) {
            if (still && !RouteModel.isDisabled(step)) {
                steps.add(step);
                still = leaves(step)
                        || LEAVE_IT.contains(step.getShortName())
                                && YamlRoutes.children(step).isEmpty();
            }
        }
        RouteModel.steps(route).stream()
                .flatMap(step -> model.destinations(step).stream())
                .flatMap(uri -> reach.called(uri).stream())
                .forEach(called -> begin(called, false));
    }

    private static Stream<String> queue(String uri) {
        return RouteModel.scheme(uri).equals("jms")
                ? Stream.of(RouteModel.path(uri).replaceFirst("^queue:/*", ""))
                : Stream.empty();
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
            boolean isSent = isReceived && sendsTheBody(step);
            model.destinations(step).forEach(uri -> reach.called(uri).forEach(called -> begin(called, isSent)));
        }
        return still;
    }

    private static boolean sendsTheBody(OptionalIdentifiedDefinition<?> step) {
        return step instanceof ToDefinition to && to.getVariableSend() == null
                || step instanceof ToDynamicDefinition toD && toD.getVariableSend() == null;
    }

    private boolean leaves(OptionalIdentifiedDefinition<?> step) {
        return step instanceof UnmarshalDefinition unmarshal && unmarshal.getVariableReceive() != null
                || step instanceof ProcessDefinition process && "unroutedTypes".equals(process.getRef())
                || step instanceof ToDefinition to
                        && (to.getVariableReceive() != null || to.getPattern() == null && isSentOnly(step))
                || step instanceof ToDynamicDefinition toD
                        && (toD.getVariableReceive() != null || toD.getPattern() == null && isSentOnly(step));
    }

    private boolean isSentOnly(OptionalIdentifiedDefinition<?> step) {
        return model.destinations(step).stream().map(RouteModel::scheme).allMatch(SENT_ONLY::contains);
    }
}

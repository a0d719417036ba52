package io.tollgate.routing.check;

import io.tollgate.hydrate.Hydrate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/** The steps that ask Stripe: none under the relay, and each by a method that there is. */
final class Hydration implements Check {
    private static final Set<String> METHODS = Set.of("object", "event");
    private static final Pattern METHOD = Pattern.compile("[?&]method=([^&]*)");
    private static final Pattern CALL = Pattern.compile("\\bbean:(//)?" + Hydrate.NAME + "\\b");
    private static final String HOLDS = Hydrate.NAME
            + " asks Stripe over HTTP, and the locks of all events of a batch would be held until the answer";

    private final RouteModel model;
    private final FlowReach reach;
    private final Findings findings;

    Hydration(RouteModel model, FlowReach reach, Findings findings) {
        this.model = model;
        this.reach = reach;
        this.findings = findings;
    }

    @Override
    public void check() {
        Set<RouteDefinition> underRelay = reach.underRelay();
        for (RouteDefinition route : model.routes()) {
            for (OptionalIdentifiedDefinition<?> step : RouteModel.steps(route)) {
                if (!asks(model, step)) {
                    continue;
                } else if (underRelay.contains(route)) {
                    findings.add(Rule.REFUSED_STEP, model.placeOf(step, Hydrate.NAME), HOLDS + RefusedSteps.WAY_OUT);
                } else {
                    wrongMethod(step)
                            .ifPresent(method -> findings.add(
                                    Rule.INVALID_OPTION,
                                    model.placeOf(step, method.isEmpty() ? Hydrate.NAME : method),
                                    Hydrate.NAME
                                            + " is called by a step to, with uri bean and the method object (what the event is"
                                            + " about, as it is now) or event (all of the event); write it so"));
                }
            }
        }
    }

    /** Whether a flow of the set asks Stripe. */
    static boolean isIn(RouteModel model) {
        return model.routes().stream()
                .flatMap(route -> RouteModel.steps(route).stream())
                .anyMatch(step -> asks(model, step));
    }

    private static boolean asks(RouteModel model, OptionalIdentifiedDefinition<?> step) {
        String named = step instanceof BeanDefinition bean
                ? bean.getRef()
                : step instanceof ProcessDefinition process ? process.getRef() : null;
        boolean inExpression = step instanceof HasExpressionType node
                && (node.getExpressionType() instanceof MethodCallExpression method
                                && Hydrate.NAME.equals(method.getRef())
                        || CALL.matcher(RouteModel.expression(step)).find());
        return Hydrate.NAME.equals(named)
                || inExpression
                || model.destinations(step).stream()
                        .anyMatch(uri -> CALL.matcher(uri).lookingAt());
    }

    /** Empty text where there is none. */
    private Optional<String> wrongMethod(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof ProcessDefinition) {
            return Optional.of("");
        }
        if (step instanceof BeanDefinition bean) {
            return Optional.of(String.valueOf(bean.getMethod())).filter(method -> !METHODS.contains(method));
        }
        return model.destinations(step).stream()
                .map(METHOD::matcher)
                .map(method -> method.find() ? method.group(1) : "")
                .filter(method -> !METHODS.contains(method) && !method.contains("${"))
                .findFirst();
    }
}

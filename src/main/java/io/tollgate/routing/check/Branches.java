package io.tollgate.routing.check;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;

/**
 * The branches of a {@code choice}: whether each can be taken, whether one is left for all other types, and whether one
 * takes a type to a queue that cannot wait for it.
 */
final class Branches implements Check {
    /** Stripe wants its decision in the response. */
    private static final Set<String> SYNCHRONOUS = Set.of("issuing_authorization.request");

    private final RouteModel model;
    private final Conditions conditions;
    private final KnownTypes types;
    private final Findings findings;
    private final Map<String, RouteDefinition> flows;

    Branches(RouteModel model, Conditions conditions, KnownTypes types, Findings findings) {
        this.model = model;
        this.conditions = conditions;
        this.types = types;
        this.findings = findings;
        this.flows = model.flows();
    }

    @Override
    public void check() {
        for (RouteDefinition route : model.routes()) {
            boolean isRouter = route == flows.get(RouteModel.ROUTER);
            for (OptionalIdentifiedDefinition<?> step : RouteModel.steps(route)) {
                if (step instanceof ChoiceDefinition choice) {
                    check(choice, isRouter);
                }
            }
        }
    }

    private void check(ChoiceDefinition choice, boolean isRouter) {
        Set<String> taken = new HashSet<>();
        Set<String> texts = new HashSet<>();
        boolean byType = false;
        for (WhenDefinition when : choice.getWhenClauses()) {
            if (RouteModel.isDisabled(when)) {
                continue;
            }
            Condition condition = conditions.of(when);
            byType |= condition.byType();
            boolean covered = condition.byType() && !condition.can().isEmpty() && taken.containsAll(condition.can());
            if (covered || model.simple(when).filter(text -> !texts.add(text)).isPresent()) {
                findings.add(
                        Rule.SHADOWED_BRANCH,
                        model.placeOf(when, RouteModel.expression(when)),
                        "An earlier branch takes all that this condition lets through, so it is never reached; move it"
                                + " up, or remove one of the two");
            }
            synchronous(when, condition, taken);
            taken.addAll(condition.must());
        }
        if (byType && isRouter && choice.getOtherwise() == null && !taken.containsAll(types.all())) {
            findings.add(
                    Rule.MISSING_OTHERWISE,
                    model.place(choice),
                    "Events of other types vanish here without a trace; add an otherwise, which at least notes them:"
                            + " process with ref unroutedTypes");
        }
    }

    private void synchronous(WhenDefinition when, Condition condition, Set<String> taken) {
        for (String type : SYNCHRONOUS) {
            boolean isNamed = condition.can().contains(type) && KnownTypes.areNamed(condition.can());
            if (isNamed && !taken.contains(type) && sendsToQueue(when, new HashSet<>())) {
                findings.add(
                        Rule.SYNCHRONOUS_TYPE,
                        model.placeOf(when, RouteModel.expression(when)),
                        "Stripe waits for the decision on " + type + " in the response, so from a queue it comes too"
                                + " late; let another endpoint of yours answer it, and take it out of this branch with a"
                                + " branch of its own in front");
            }
        }
    }

    private boolean sendsToQueue(OptionalIdentifiedDefinition<?> step, Set<String> seen) {
        return model.destinations(step).stream().anyMatch(uri -> isQueue(uri, seen))
                || YamlRoutes.children(step).stream().anyMatch(child -> sendsToQueue(child, seen));
    }

    private boolean isQueue(String uri, Set<String> seen) {
        if (RouteModel.scheme(uri).equals("jms")) {
            return true;
        }
        RouteDefinition flow = RouteModel.scheme(uri).equals("direct") ? flows.get(RouteModel.path(uri)) : null;
        return flow != null
                && seen.add(RouteModel.path(uri))
                && flow.getOutputs().stream().anyMatch(step -> sendsToQueue(step, seen));
    }
}

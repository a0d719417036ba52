package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * How a flow behind a queue loses a message: it takes it without a transaction, drops it, or goes on once the transaction
 * is over. A
 * {@code wireTap} does too, but there that is what it is for.
 */
final class LostMessages implements Check {
    private static final Pattern EVENT = Pattern.compile("\\$\\{[^}]*\\bvariables?[.:?]+event(?!\\w)");
    private static final Set<String> SETS_A_VARIABLE = Set.of("variableReceive", "name");

    private final RouteModel model;
    private final FlowReach reach;
    private final Findings findings;

    LostMessages(RouteModel model, FlowReach reach, Findings findings) {
        this.model = model;
        this.reach = reach;
        this.findings = findings;
    }

    @Override
    public void check() {
        for (RouteDefinition route : reach.consumers()) {
            String from = model.from(route);
            if (!RouteModel.scheme(from).equals("jms")) {
                continue;
            }
            if (from.matches(".*[?&]transacted=false(&.*)?")) {
                findings.add(
                        Rule.UNTRANSACTED_CONSUMER,
                        model.placeOf(route.getInput(), "transacted"),
                        "A message whose flow fails is gone; remove transacted unless it may be lost");
            } else {
                event(route);
                reach.reached(List.of(route))
                        .forEach(reached -> RouteModel.steps(reached).forEach(this::check));
            }
        }
    }

    /** The relay's flows have the variable from the router. */
    private void event(RouteDefinition route) {
        YamlStep yaml = model.yaml().yaml(route);
        List<Node> read = new ArrayList<>();
        List<String> set = new ArrayList<>();
        Yaml.walk(yaml.value(), (key, value) -> {
            String text = Yaml.text(value);
            if (EVENT.matcher(text).find()) {
                read.add(value);
            } else if (key != null && SETS_A_VARIABLE.contains(Yaml.text(key)) && text.equals("event")) {
                set.add(text);
            }
        });
        if (!read.isEmpty() && set.isEmpty()) {
            findings.add(
                    Rule.UNKNOWN_VARIABLE,
                    Place.of(yaml.file(), read.get(0)),
                    "A flow behind a queue has no variable event, so this is null for each message; begin the flow with"
                            + " unmarshal, json and variableReceive: event");
        }
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof SamplingDefinition) {
            drops(step, "sample lets one message through and drops the others; remove it unless they may be lost");
        } else if (sendsTo(step, "mock")) {
            drops(step, "mock: keeps each message in memory and sends nothing; send to log: or to a queue instead");
        } else if (step instanceof AggregateDefinition || step instanceof ResequenceDefinition) {
            goesOn(step, step.getShortName());
        } else if (step instanceof RollbackDefinition rollback
                && "true".equalsIgnoreCase(model.resolved(rollback.getMarkRollbackOnlyLast()))) {
            drops(
                    step,
                    "rollback with markRollbackOnlyLast ends the flow, and the message is gone; use markRollbackOnly");
        } else if (sendsTo(step, "seda")) {
            goesOn(step, "seda:");
        }
    }

    private boolean sendsTo(OptionalIdentifiedDefinition<?> step, String scheme) {
        return model.destinations(step).stream()
                .anyMatch(uri -> RouteModel.scheme(uri).equals(scheme));
    }

    private void drops(OptionalIdentifiedDefinition<?> step, String sentence) {
        findings.add(Rule.DROPPED_MESSAGE, model.place(step), sentence);
    }

    private void goesOn(OptionalIdentifiedDefinition<?> step, String what) {
        findings.add(
                Rule.AFTER_COMMIT,
                model.place(step),
                what + " keeps messages in memory and goes on with them after the queue's message is done, and what it"
                        + " holds is lost when it fails or the gateway stops; send to a queue, and go on in a flow that"
                        + " starts there");
    }
}

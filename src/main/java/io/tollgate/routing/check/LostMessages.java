package io.tollgate.routing.check;

import java.util.List;
import java.util.Optional;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * How a flow behind a queue loses a message: it takes it without a transaction, or goes on once the transaction is over. A
 * {@code wireTap} does too, but there that is what it is for.
 */
final class LostMessages {
    private final RouteModel model;
    private final FlowReach reach;
    private final Findings findings;

    LostMessages(RouteModel model, FlowReach reach, Findings findings) {
        this.model = model;
        this.reach = reach;
        this.findings = findings;
    }

    void check() {
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
                reach.reached(List.of(route)).forEach(this::afterCommit);
            }
        }
    }

    private void afterCommit(RouteDefinition route) {
        RouteModel.steps(route)
                .forEach(step -> goingOn(step)
                        .ifPresent(what -> findings.add(
                                Rule.AFTER_COMMIT,
                                model.place(step),
                                what
                                        + " after the queue's message is done, and what it holds is lost when it fails or the"
                                        + " gateway stops; send to a queue, and go on in a flow that starts there")));
    }

    private Optional<String> goingOn(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof AggregateDefinition || step instanceof ResequenceDefinition) {
            return Optional.of(step.getShortName() + " keeps messages in memory and goes on with them");
        }
        boolean inMemory = model.destinations(step).stream()
                .anyMatch(uri -> RouteModel.scheme(uri).equals("seda"));
        return inMemory ? Optional.of("seda: keeps messages in memory and goes on with them") : Optional.empty();
    }
}

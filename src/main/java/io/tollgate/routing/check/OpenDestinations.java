package io.tollgate.routing.check;

import java.util.Collection;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Where a flow sends, when no file says to which component: a message would choose, and with a component comes all that it
 * can. In a flow under the relay that is an error.
 */
final class OpenDestinations {
    private final RouteModel model;
    private final Findings findings;

    OpenDestinations(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    /** @param underRelay where it is looked for as an error already */
    void check(Collection<RouteDefinition> underRelay) {
        model.routes().stream()
                .filter(route -> !underRelay.contains(route))
                .forEach(route -> RouteModel.steps(route).forEach(this::check));
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof SendDefinition<?> && !(step instanceof ToDynamicDefinition)) {
            return;
        }
        model.destinations(step).stream()
                .filter(uri -> !uri.matches("(?s)[a-z][a-z0-9+-]*:.*"))
                .forEach(uri -> findings.add(
                        Rule.OPEN_DESTINATION,
                        model.placeOf(step, uri),
                        "The message says to which component this sends; begin the destination with one, such as"
                                + " jms:queue:"));
    }
}

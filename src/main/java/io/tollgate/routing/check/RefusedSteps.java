package io.tollgate.routing.check;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.util.TimeUtils;
import org.springframework.boot.convert.DurationStyle;

/**
 * Finds the steps that break "all or nothing" in the flows under the relay. Such a step acts outside the relay's
 * transactions, so that its effect outlives a rollback, or it makes a failure look routed. Routes that start anywhere else,
 * such as at a queue, and flows that only these call may use all of Camel.
 */
final class RefusedSteps implements Check {
    static final String WAY_OUT =
            "; send to a queue instead, and put the step into a flow of its own that starts at that queue";

    private final RouteModel model;
    private final FlowReach reach;
    private final RefusedEndpoints endpoints;
    private final Findings findings;

    RefusedSteps(RouteModel model, FlowReach reach, Findings findings) {
        this.model = model;
        this.reach = reach;
        this.endpoints = new RefusedEndpoints(model, findings);
        this.findings = findings;
    }

    @Override
    public void check() {
        Set<RouteDefinition> underRelay = reach.underRelay();
        for (RouteDefinition route : model.routes()) {
            refuseIngress(route);
            if (!underRelay.contains(route)) {
                RouteModel.steps(route).forEach(endpoints::checkOpen);
                continue;
            }
            refuseErrorHandler(route);
            RouteModel.steps(route).forEach(step -> {
                StepRules.broken(step)
                        .or(() -> tooLong(step))
                        .ifPresent(why -> findings.add(Rule.REFUSED_STEP, model.place(step), why + WAY_OUT));
                endpoints.check(step);
            });
        }
    }

    /** A delay on the relay's own thread, as far as its length is written down. */
    private Optional<String> tooLong(OptionalIdentifiedDefinition<?> step) {
        String deadline = model.resolved("{{tollgate.relay.deadline:30s}}");
        String time = model.resolved(RouteModel.expression(step)).strip();
        boolean tooLong = step instanceof DelayDefinition
                && time.matches("\\d+(ms|[smhd])?")
                && TimeUtils.toMilliSeconds(time)
                        >= DurationStyle.detectAndParse(deadline, ChronoUnit.MILLIS)
                                .toMillis();
        return Optional.of("delay takes longer than tollgate.relay.deadline (" + deadline
                        + "), so each try is rolled back")
                .filter(why -> tooLong);
    }

    /** It would take the webhooks away from the inbox. */
    private void refuseIngress(RouteDefinition route) {
        if (RouteModel.scheme(model.from(route)).equals("platform-http")) {
            findings.add(
                    Rule.REFUSED_INGRESS,
                    model.placeOf(route.getInput(), "platform-http"),
                    "only the route in receive.camel.yaml may start at platform-http; let this one start at direct: or at"
                            + " a queue");
        }
    }

    private void refuseErrorHandler(RouteDefinition route) {
        ErrorHandlerFactory handler = route.getErrorHandlerFactory();
        // what a configuration brings along is one mistake, however many routes it acts on
        YamlStep configuration = model.yaml().yaml(handler);
        Place place = configuration == null ? model.place(route) : configuration.place();
        if (handler instanceof DeadLetterChannelDefinition) {
            findings.add(
                    Rule.REFUSED_ERROR_HANDLER,
                    place,
                    "a dead letter channel makes a failure look routed; remove the errorHandler: the relay retries the"
                            + " event and then sets it DEAD, where an operator replays it");
        } else if (!isDefault(handler)) {
            findings.add(
                    Rule.REFUSED_ERROR_HANDLER,
                    place,
                    "only the default error handler is known to hand each failure to the relay; remove the errorHandler:"
                            + " the relay retries the event");
        }
    }

    private static boolean isDefault(ErrorHandlerFactory handler) {
        return handler instanceof RefErrorHandlerDefinition ref
                ? RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER.equals(ref.getRef())
                : handler.getClass() == DefaultErrorHandlerDefinition.class
                        || handler instanceof NoErrorHandlerDefinition;
    }
}

package io.tollgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;

/**
 * Finds the steps that break "all or nothing" in the flows under the relay, which are the routes that start at {@code
 * direct:}. Such a step acts outside the relay's transactions, so that its effect outlives a rollback, or it makes a
 * failure look routed. Routes that start anywhere else, such as at a queue, may use all of Camel.
 */
final class RefusedSteps {
    private static final String WAY_OUT =
            "; send to a queue instead, and put the step into a flow of its own that starts at that queue";

    private final ModelCamelContext context;
    private final Map<String, String> files;
    private final RefusedEndpoints endpoints;
    private final List<String> sentences = new ArrayList<>();

    RefusedSteps(ModelCamelContext context, Map<String, String> files) {
        this.context = context;
        this.files = files;
        this.endpoints = new RefusedEndpoints(context);
    }

    /** One sentence a refused step: file, flow, step, what it breaks, the way out. Empty when the set may run. */
    List<String> sentences() {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            refuseIngress(route);
            if (endpoints.isFlowUnderRelay(route)) {
                check(route);
            }
        }
        if (!endpoints.hasRoute(RouteSet.ROUTER)) {
            sentences.add("No route starts at " + RouteSet.ROUTER
                    + ", so no event would reach a flow; restore router.camel.yaml");
        }
        return sentences;
    }

    /** It would take the webhooks away from the inbox. */
    private void refuseIngress(RouteDefinition route) {
        if (route.getInput().getEndpointUri().startsWith("platform-http")) {
            sentences.add(
                    flow(route) + " starts at platform-http, as only the route in receive.camel.yaml may; let it start"
                            + " at direct: or at a queue");
        }
    }

    private String flow(RouteDefinition route) {
        return files.getOrDefault(route.getRouteId(), "routes") + ": flow '" + route.getRouteId() + "'";
    }

    private void check(RouteDefinition route) {
        String flow = flow(route);
        refuseErrorHandler(route, flow);
        List<ProcessorDefinition<?>> steps = steps(route);
        for (int i = 0; i < steps.size(); i++) {
            ProcessorDefinition<?> step = steps.get(i);
            String name = flow + ", step " + name(step, i + 1) + ": ";
            StepRules.broken(step).ifPresent(why -> sentences.add(name + why + WAY_OUT));
            endpoints.broken(step).forEach(why -> sentences.add(name + why));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
        return (List) List.copyOf(
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class));
    }

    private static String name(ProcessorDefinition<?> step, int position) {
        String id = step.hasCustomIdAssigned() ? "'" + step.getId() + "'" : String.valueOf(position);
        String line = step.getLineNumber() > 0 ? ", line " + step.getLineNumber() : "";
        return id + " (" + step.getShortName() + line + ")";
    }

    private void refuseErrorHandler(RouteDefinition route, String flow) {
        ErrorHandlerFactory handler = route.getErrorHandlerFactory();
        if (handler instanceof DeadLetterChannelDefinition) {
            sentences.add(flow + ", errorHandler: a dead letter channel makes a failure look routed; remove it: the"
                    + " relay retries the event and then sets it DEAD, where an operator replays it");
        } else if (!isDefault(handler)) {
            sentences.add(flow + ", errorHandler: only the default error handler is known to hand each failure to the"
                    + " relay; remove it, the relay retries the event");
        }
    }

    private static boolean isDefault(ErrorHandlerFactory handler) {
        return handler instanceof RefErrorHandlerDefinition ref
                ? RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER.equals(ref.getRef())
                : handler.getClass() == DefaultErrorHandlerDefinition.class
                        || handler instanceof NoErrorHandlerDefinition;
    }
}

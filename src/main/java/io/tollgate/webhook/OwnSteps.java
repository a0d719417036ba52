package io.tollgate.webhook;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** Tells {@code receive.camel.yaml} as it is shipped from one to which a team has added a step of its own. */
final class OwnSteps {
    private static final Set<String> OWN =
            Set.of("ref:signatureVerifier", "to[bean:inbox?method=accept]", "ref:acknowledgement", "ref:refusal");

    private OwnSteps() {}

    /** Whether what comes from there gets to the gateway's own beans and to nothing else, also when it fails. */
    static boolean areAllFrom(Endpoint endpoint) {
        ModelCamelContext context = (ModelCamelContext) endpoint.getCamelContext();
        return context.getRoutes().stream()
                        .filter(route -> route.getEndpoint() == endpoint)
                        .map(route -> context.getRouteDefinition(route.getRouteId()))
                        .allMatch(OwnSteps::areAllOf)
                && context.getRouteConfigurationDefinitions().stream().allMatch(OwnSteps::addsNone);
    }

    private static boolean areAllOf(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                .filter(step -> !(step instanceof OnExceptionDefinition))
                .allMatch(step -> OWN.contains(step.getLabel()));
    }

    /** Those of its steps that are not among the route's. */
    private static boolean addsNone(RouteConfigurationDefinition configuration) {
        return configuration.getErrorHandler() == null
                && configuration.getIntercepts().isEmpty()
                && configuration.getInterceptFroms().isEmpty()
                && configuration.getInterceptSendTos().isEmpty();
    }
}

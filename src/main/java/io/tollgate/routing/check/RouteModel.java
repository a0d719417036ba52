package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * The routes of a folder as Camel has read them, before any of them is built, and where they stand.
 *
 * @param routes those whose file was read without a mistake, in the order of the files
 */
record RouteModel(ModelCamelContext context, CamelModels models, YamlRoutes yaml, List<RouteDefinition> routes) {
    static final String ROUTER = "router";

    Place place(Object definition) {
        return yaml.yaml(definition).place();
    }

    /** Of the words in a step; of the step when they are not there word for word. */
    Place placeOf(Object definition, String words) {
        return yaml.yaml(definition).placeOf(words);
    }

    /** Whether it runs inside the relay's transactions. */
    boolean isUnderRelay(RouteDefinition route) {
        return scheme(from(route)).equals("direct");
    }

    String from(RouteDefinition route) {
        return resolved(route.getInput().getEndpointUri());
    }

    /** All steps of a route, those inside others too; each before what is inside it. */
    static List<OptionalIdentifiedDefinition<?>> steps(RouteDefinition route) {
        List<OptionalIdentifiedDefinition<?>> all = new ArrayList<>();
        route.getOutputs().forEach(step -> collect(step, all));
        return all;
    }

    private static void collect(OptionalIdentifiedDefinition<?> step, List<OptionalIdentifiedDefinition<?>> all) {
        all.add(step);
        YamlRoutes.children(step).forEach(child -> collect(child, all));
    }

    /** Where a step sends to, as far as it is written down; what follows a {@code ${}} is known at run time only. */
    List<String> destinations(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof ToDynamicDefinition to) {
            return List.of(resolved(to.getUri()));
        }
        if (step instanceof SendDefinition<?> to) {
            return List.of(resolved(to.getEndpointUri()));
        }
        if (step instanceof RecipientListDefinition<?>
                || step instanceof RoutingSlipDefinition<?>
                || step instanceof DynamicRouterDefinition<?>
                || step instanceof EnrichDefinition
                || step instanceof PollEnrichDefinition) {
            return Stream.of(expression(step).split(","))
                    .map(uri -> resolved(uri.strip()))
                    .toList();
        }
        return List.of();
    }

    /** The text of a step's expression, empty when it has none. */
    static String expression(Object step) {
        ExpressionDefinition expression = step instanceof HasExpressionType node ? node.getExpressionType() : null;
        return expression == null || expression.getExpression() == null ? "" : expression.getExpression();
    }

    /** With its placeholders filled in; one that is not defined stays, and is a finding of its own. */
    String resolved(String text) {
        try {
            return text == null ? "" : context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    boolean hasComponent(String scheme) {
        return models.component(scheme).isPresent();
    }

    static String scheme(String uri) {
        return uri.split("[:?]", 2)[0];
    }

    /** What follows the scheme, without options. */
    static String path(String uri) {
        String path = uri.contains(":") ? uri.substring(uri.indexOf(':') + 1) : "";
        return path.replaceFirst("^/+", "").replaceFirst("\\?.*", "");
    }
}

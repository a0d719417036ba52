package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.DisabledAwareDefinition;
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

    /** Whether it is called by others, and does not take events or messages by itself. */
    boolean isFlow(RouteDefinition route) {
        return scheme(from(route)).equals("direct");
    }

    /** The flows by the name at which they start. */
    Map<String, RouteDefinition> flows() {
        return routes.stream()
                .filter(this::isFlow)
                .collect(Collectors.toMap(route -> path(from(route)), route -> route, (first, second) -> first));
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
        if (!isDisabled(step)) {
            all.add(step);
            YamlRoutes.children(step).forEach(child -> collect(child, all));
        }
    }

    static boolean isDisabled(OptionalIdentifiedDefinition<?> step) {
        return step instanceof DisabledAwareDefinition aware && "true".equalsIgnoreCase(aware.getDisabled());
    }

    /** Where a step sends to, as far as it is written down; what follows a {@code ${}} is known at run time only. */
    List<String> destinations(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof ToDynamicDefinition to) {
            return List.of(resolved(to.getUri()));
        }
        if (step instanceof SendDefinition<?> to) {
            return List.of(resolved(to.getEndpointUri()));
        }
        if (step instanceof RecipientListDefinition<?> list) {
            return split(expression(step), list.getDelimiter());
        }
        if (step instanceof RoutingSlipDefinition<?> slip) {
            return split(expression(step), slip.getUriDelimiter());
        }
        if (step instanceof DynamicRouterDefinition<?> router) {
            return split(expression(step), router.getUriDelimiter());
        }
        if (step instanceof EnrichDefinition || step instanceof PollEnrichDefinition) {
            return List.of(resolved(expression(step)));
        }
        return List.of();
    }

    private List<String> split(String list, String delimiter) {
        String by = Pattern.quote(delimiter == null ? "," : resolved(delimiter));
        String outsideOfExpressions = "(?![^{}]*})";
        return Stream.of(list.split(by + outsideOfExpressions))
                .map(uri -> resolved(uri.strip()))
                .toList();
    }

    /** The text of a step's expression, empty when it has none. */
    static String expression(Object step) {
        ExpressionDefinition expression = step instanceof HasExpressionType node ? node.getExpressionType() : null;
        return expression == null || expression.getExpression() == null ? "" : expression.getExpression();
    }

    /** The text of a step's expression, if that is in simple. */
    Optional<String> simple(OptionalIdentifiedDefinition<?> step) {
        return Optional.of(step)
                .filter(HasExpressionType.class::isInstance)
                .map(node -> ((HasExpressionType) node).getExpressionType())
                .filter(expression -> "simple".equals(expression.getLanguage()))
                .map(expression -> resolved(expression.getExpression()).strip());
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
        return path.replaceFirst("^/+", "").replaceFirst("\\?(?![^{}]*}).*", "");
    }

    /**
     * What Camel says of a failure, as a part of a sentence, without the values of settings: any of them may be a secret.
     */
    String sentence(Throwable failure) {
        return yaml.withoutSettings(FailureText.sentence(failure)).replaceFirst("arameters=\\[.*", "arameters");
    }
}

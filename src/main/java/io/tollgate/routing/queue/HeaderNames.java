package io.tollgate.routing.queue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;

/**
 * The headers that a set's own steps set. What JMS cannot carry of them, a consumer would miss, so it is an error. Other headers,
 * such as those that a server has answered with, are nobody's word: what JMS cannot carry of them is left out.
 */
final class HeaderNames {
    /** Jakarta Messaging 3.1, 3.8.1.1: no property may be named so. */
    private static final Set<String> RESERVED =
            Set.of("null", "true", "false", "not", "and", "or", "between", "like", "in", "is", "escape");

    private final Set<String> names = new HashSet<>();

    HeaderNames(CamelContext context) {
        for (RouteDefinition route : ((ModelCamelContext) context).getRouteDefinitions()) {
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SetHeaderDefinition.class)
                    .forEach(this::add);
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SetHeadersDefinition.class)
                    .forEach(step -> step.getHeaders().forEach(this::add));
        }
    }

    private void add(SetHeaderDefinition step) {
        names.add(step.getName().toLowerCase(Locale.ROOT));
    }

    /** Camel's headers have no case. */
    boolean contains(String name) {
        return names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether JMS has a property of that name. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart)
                && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }
}

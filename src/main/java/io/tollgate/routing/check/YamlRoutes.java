package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TryDefinition;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Knows where each route and step that Camel has read stands. Camel's own line numbers depend on how the YAML is written,
 * and it has no columns; so both trees are walked side by side.
 */
final class YamlRoutes {
    private static final int SHORTEST_SECRET = 4;

    private final Map<Object, YamlStep> steps = new IdentityHashMap<>();
    private final Map<String, String> settings = new HashMap<>();

    /**
     * What the route configurations of a file bring along, such as an {@code onException}. The routes that they apply to
     * have the very same definitions.
     *
     * @param configurations what Camel read from the file, in order
     */
    void addConfigurations(String file, Node root, List<RouteConfigurationDefinition> configurations) {
        List<NodeTuple> entries = Yaml.items(root).stream()
                .flatMap(Yaml::entries)
                .filter(entry -> Yaml.text(entry.getKeyNode()).equals("routeConfiguration"))
                .toList();
        for (int i = 0; i < Math.min(configurations.size(), entries.size()); i++) {
            Node value = entries.get(i).getValueNode();
            List<YamlStep> listed = Yaml.entries(value)
                    .flatMap(list -> Yaml.items(list.getValueNode()).stream())
                    .flatMap(Yaml::entries)
                    .map(entry -> step(file, entry))
                    .toList();
            YamlStep yaml =
                    YamlStep.of(file, "routeConfiguration", entries.get(i).getKeyNode(), value);
            pair(brought(configurations.get(i)), listed, yaml);
            ErrorHandlerDefinition handler = configurations.get(i).getErrorHandler();
            if (handler != null && handler.getErrorHandlerType() != null) {
                steps.put(handler.getErrorHandlerType(), yaml);
            }
        }
    }

    private static List<ProcessorDefinition<?>> brought(RouteConfigurationDefinition configuration) {
        return Stream.of(
                        configuration.getIntercepts(),
                        configuration.getInterceptFroms(),
                        configuration.getInterceptSendTos(),
                        configuration.getOnExceptions(),
                        configuration.getOnCompletions())
                .<ProcessorDefinition<?>>flatMap(List::stream)
                .toList();
    }

    private static YamlStep step(String file, NodeTuple entry) {
        return YamlStep.of(file, Yaml.text(entry.getKeyNode()), entry.getKeyNode(), entry.getValueNode());
    }

    /**
     * @param root of a file
     * @param routes what Camel read from it, in order
     */
    void add(String file, Node root, List<RouteDefinition> routes) {
        List<YamlStep> top = new ArrayList<>();
        Yaml.items(root).forEach(item -> Yaml.entries(item).findFirst().ifPresent(entry -> top.add(step(file, entry))));
        List<YamlStep> yamlRoutes = top.stream()
                .filter(item -> item.name().equals("route") || item.name().equals("from"))
                .toList();
        for (int i = 0; i < Math.min(routes.size(), yamlRoutes.size()); i++) {
            route(routes.get(i), yamlRoutes.get(i), top);
        }
    }

    private void route(RouteDefinition route, YamlStep yaml, List<YamlStep> top) {
        steps.put(route, yaml);
        Node from =
                yaml.name().equals("from") ? yaml.value() : yaml.option("from").orElse(yaml.value());
        steps.put(route.getInput(), YamlStep.of(yaml.file(), "from", from, from));
        List<YamlStep> listed = YamlStep.inside(yaml.file(), from);
        // what the file has for all of its routes
        listed.addAll(top);
        pair(
                route.getOutputs().stream()
                        .filter(step -> !steps.containsKey(step))
                        .toList(),
                listed,
                yaml);
    }

    /** A step that is not found counts as at its parent's place. */
    private void pair(
            List<? extends OptionalIdentifiedDefinition<?>> definitions, List<YamlStep> yaml, YamlStep parent) {
        take(definitions, new ArrayList<>(yaml), parent);
    }

    /** Of the steps that are left; those behind a step without {@code steps:}, such as a split, are inside of it for Camel. */
    private void take(
            List<? extends OptionalIdentifiedDefinition<?>> definitions, List<YamlStep> left, YamlStep parent) {
        for (OptionalIdentifiedDefinition<?> definition : definitions) {
            YamlStep found = left.stream()
                    .filter(step -> step.name().equals(definition.getShortName()))
                    .findFirst()
                    .orElse(parent);
            left.remove(found);
            steps.put(definition, found);
            boolean isOpen = found != parent && found.children().isEmpty();
            take(
                    children(definition),
                    isOpen ? left : new ArrayList<>(found == parent ? List.of() : found.children()),
                    found);
        }
    }

    /** The steps inside a step, its branches among them, in the order of {@link YamlStep#inside}. */
    static List<OptionalIdentifiedDefinition<?>> children(OptionalIdentifiedDefinition<?> step) {
        List<OptionalIdentifiedDefinition<?>> children = new ArrayList<>();
        if (step instanceof ChoiceDefinition choice) {
            children.addAll(choice.getWhenClauses());
            if (choice.getOtherwise() != null) {
                children.add(choice.getOtherwise());
            }
            return children;
        }
        if (step instanceof ProcessorDefinition<?> several) {
            children.addAll(several.getOutputs());
        } else if (step instanceof OutputNode branch) {
            children.addAll(branch.getOutputs());
        }
        if (step instanceof TryDefinition doTry) {
            if (doTry.getCatchClauses() != null) {
                children.addAll(doTry.getCatchClauses());
            }
            if (doTry.getFinallyClause() != null) {
                children.add(doTry.getFinallyClause());
            }
        }
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            children.add(breaker.getOnFallback());
        }
        return children;
    }

    /** Of a route, its input, a step or the error handler of a route configuration; null for what stands in no file. */
    YamlStep yaml(Object definition) {
        return steps.get(definition);
    }

    /** Whether it stands in a file as it is, and was not made of something else. */
    boolean has(RouteDefinition route) {
        return steps.containsKey(route);
    }

    /** That this placeholder has this value. */
    void addSetting(String placeholder, String value) {
        if (value.length() >= SHORTEST_SECRET) {
            settings.put(value, placeholder);
        }
    }

    String withoutSettings(String text) {
        String shown = text;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            shown = shown.replace(setting.getKey(), setting.getValue());
        }
        return shown;
    }
}

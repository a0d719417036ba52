package io.tollgate.routing.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the files of a folder into a Camel context, which builds nothing of it yet, and notes what it cannot read. */
final class RouteFiles {
    static final String SUFFIX = ".camel.yaml";

    /** The way into the inbox; it runs in Boot's context, not in a set, and is read here to see that it can be. */
    private static final String RECEIVE = "receive" + SUFFIX;

    private final DefaultCamelContext context;
    private final Findings findings;
    private final CamelModels models;
    private final Map<String, Node> roots = new LinkedHashMap<>();
    private final Map<String, List<RoutesBuilder>> builders = new LinkedHashMap<>();
    private final YamlRoutes yaml = new YamlRoutes();
    private final List<RouteDefinition> routes = new ArrayList<>();
    private boolean complete = true;

    RouteFiles(DefaultCamelContext context, CamelModels models, Findings findings) {
        this.context = context;
        this.models = models;
        this.findings = findings;
    }

    RouteModel read(Snapshot snapshot) {
        for (String file : snapshot.files().keySet()) {
            if (file.indexOf('/') < 0 && file.endsWith(SUFFIX)) {
                parse(file, snapshot.text(file));
            } else if (file.indexOf('/') < 0 && file.matches("(?i).*\\.(ya?ml|xml|java|groovy)")) {
                findings.add(
                        Rule.FILE_NAME,
                        Place.top(file),
                        "Only files named like refunds.camel.yaml are read, so this one is ignored; rename it");
            }
        }
        roots.forEach(yaml::addConfigurations);
        // Configurations first: a route may name one that stands in a later file.
        builders.values()
                .forEach(found -> found.stream()
                        .filter(RouteConfigurationsBuilder.class::isInstance)
                        .forEach(builder -> addConfigurations((RouteConfigurationsBuilder) builder)));
        builders.forEach((file, found) -> {
            if (!file.equals(RECEIVE)) {
                found.forEach(builder -> addRoutes(file, (RouteBuilder) builder));
            }
        });
        return new RouteModel(context, models, yaml, List.copyOf(routes));
    }

    /** Whether Camel has read all of them, so that what one file names can be looked for in the others. */
    boolean isComplete() {
        return complete;
    }

    private void parse(String file, String text) {
        Node root = Yaml.parse(file, text, findings).orElse(null);
        if (root == null) {
            complete = false;
            if (!findings.hasErrorsIn(file)) {
                findings.add(Rule.YAML_SCHEMA, Place.top(file), "The file is empty; remove it, or let it hold a route");
            }
            return;
        }
        if (!(root instanceof SequenceNode)) {
            complete = false;
            findings.add(
                    Rule.YAML_SCHEMA, Place.of(file, root), "A file is a list: let its items begin with '- route:'");
            return;
        }
        roots.put(file, root);
        if (!file.equals(RECEIVE)) {
            new Placeholders(context, findings).check(file, root);
            steps(file, root);
        }
        try {
            var resource = ResourceHelper.fromBytes(file, text.getBytes(StandardCharsets.UTF_8));
            builders.put(file, List.copyOf(PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)));
        } catch (Exception e) {
            unreadable(file, e);
        }
    }

    private void steps(String file, Node root) {
        StepOptions options = new StepOptions(models, findings);
        Endpoints endpoints = new Endpoints(models, findings);
        for (Node item : Yaml.items(root)) {
            Yaml.entries(item).findFirst().ifPresent(entry -> {
                String name = Yaml.text(entry.getKeyNode());
                Node value = entry.getValueNode();
                Optional<Node> from = name.equals("from") ? Optional.of(value) : Yaml.child(value, "from");
                from.map(node -> YamlStep.of(file, "from", node, node)).ifPresent(input -> {
                    endpoints.check(input);
                    input.children().forEach(options::check);
                });
                if (name.equals("route") && from.isEmpty()) {
                    findings.add(
                            Rule.YAML_SCHEMA,
                            Place.of(file, entry.getKeyNode()),
                            "route needs 'from', where its events or messages come from; add it");
                }
                if (from.isEmpty()) {
                    YamlStep.inside(file, value).forEach(step -> {
                        endpoints.check(step);
                        options.check(step);
                    });
                }
            });
        }
    }

    private void addConfigurations(RouteConfigurationsBuilder builder) {
        try {
            context.addRoutesConfigurations(builder);
        } catch (Exception e) {
            unreadable(builder.getClass().getSimpleName(), e);
        }
    }

    private void addRoutes(String file, RouteBuilder builder) {
        try {
            context.addRoutes(builder);
        } catch (Exception e) {
            unreadable(file, e);
            return;
        }
        if (context.getCamelContextExtension().getErrorHandlerFactory() != null) {
            context.getCamelContextExtension().setErrorHandlerFactory(null);
            findings.add(
                    Rule.REFUSED_ERROR_HANDLER,
                    placeOfItem(file, "errorHandler"),
                    "errorHandler at the top of a file would act on the files after it; put it into a"
                            + " routeConfiguration, and name that in the routeConfigurationId of the routes that want it");
        }
        List<RouteDefinition> read = builder.getRouteCollection().getRoutes();
        yaml.add(file, roots.get(file), read);
        routes.addAll(read.stream().filter(route -> route.getInput() != null).toList());
    }

    private Place placeOfItem(String file, String name) {
        return Yaml.items(roots.get(file)).stream()
                .flatMap(Yaml::entries)
                .map(entry -> entry.getKeyNode())
                .filter(key -> Yaml.text(key).equals(name))
                .findFirst()
                .map(key -> Place.of(file, key))
                .orElse(Place.top(file));
    }

    /** What has no mark is a consequence, if something else in the file was found already. */
    private void unreadable(String file, Throwable failure) {
        complete = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked
                    && marked.getProblemMark().isPresent()) {
                Mark mark = marked.getProblemMark().get();
                findings.add(
                        Rule.YAML_SCHEMA,
                        keyOf(file, mark).orElse(Place.of(file, Optional.of(mark))),
                        Causes.sentence(cause).replaceFirst(" in .*", "") + suggestion(marked.getProblem()));
                return;
            }
        }
        if (!findings.hasErrorsIn(file)) {
            findings.add(Rule.YAML_SCHEMA, Place.top(file), Causes.sentence(failure) + "; correct the file");
        }
    }

    /** Camel marks the value of an option that it does not know. */
    private Optional<Place> keyOf(String file, Mark mark) {
        List<Place> keys = new ArrayList<>();
        Yaml.walk(roots.get(file), (key, value) -> {
            if (key != null
                    && value.getStartMark()
                            .filter(start -> start.getIndex() == mark.getIndex())
                            .isPresent()) {
                keys.add(Place.of(file, key));
            }
        });
        return keys.stream().findFirst();
    }

    private String suggestion(String problem) {
        String word = String.valueOf(problem).replaceFirst(".*: ", "");
        Set<String> names = new TreeSet<>(models.stepNames());
        names.addAll(Set.of("steps", "parameters", "description", "expression", "when", "otherwise"));
        names.remove(word);
        return NearMatch.question(word, names) + " Correct or remove it.";
    }
}

package io.tollgate.routing.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the files of a folder into a Camel context, which builds nothing of it yet, and notes what it cannot read. */
final class RouteFiles {
    static final String SUFFIX = ".camel.yaml";

    /** The way into the inbox; it runs in Boot's context, not in a set, and is read here to see that it can be. */
    private static final String RECEIVE = "receive" + SUFFIX;

    private final DefaultCamelContext context;
    private final Findings findings;
    private final TopLevelItems items;
    private final Unreadable unreadable;
    private final Map<String, Node> roots = new LinkedHashMap<>();
    private final Map<String, List<RoutesBuilder>> builders = new LinkedHashMap<>();
    private final YamlRoutes yaml = new YamlRoutes();
    private final CamelModels models;
    private final List<RouteDefinition> routes = new ArrayList<>();
    private boolean complete = true;

    RouteFiles(DefaultCamelContext context, CamelModels models, Findings findings) {
        this.context = context;
        this.models = models;
        this.findings = findings;
        this.items = new TopLevelItems(models, findings);
        this.unreadable = new Unreadable(models, yaml, findings);
    }

    RouteModel read(Snapshot snapshot) {
        for (String file : snapshot.files().keySet()) {
            boolean isInFolder = file.indexOf('/') < 0;
            if (isInFolder && file.endsWith(SUFFIX)) {
                parse(file, snapshot.text(file));
            } else if (file.endsWith(SUFFIX) || isInFolder && file.matches("(?i).*\\.(ya?ml|xml|java|groovy)")) {
                findings.add(
                        Rule.FILE_NAME,
                        Place.top(file),
                        "Only files of the folder itself that are named like refunds.camel.yaml are read, so this one is"
                                + " ignored; rename or move it");
            }
        }
        // What it configures is not for the set's routes.
        builders.remove(RECEIVE);
        // Configurations first: a route may name one that stands in a later file.
        builders.forEach((file, found) -> found.forEach(builder -> addConfigurations(file, (RouteBuilder) builder)));
        builders.forEach((file, found) -> found.forEach(builder -> addRoutes(file, (RouteBuilder) builder)));
        return new RouteModel(context, models, yaml, List.copyOf(routes));
    }

    /** Whether Camel has read all of them, so that what one file names can be looked for in the others. */
    boolean isComplete() {
        return complete;
    }

    private void parse(String file, String text) {
        Node root = Yaml.parse(file, text, findings).orElse(null);
        if (!list(file, root, findings)) {
            complete = false;
            return;
        }
        roots.put(file, root);
        if (!file.equals(RECEIVE)) {
            new Placeholders(context, yaml, findings).check(file, root);
            items.check(file, root);
        }
        try {
            var resource = ResourceHelper.fromBytes(file, text.getBytes(StandardCharsets.UTF_8));
            builders.put(file, List.copyOf(PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)));
        } catch (Exception e) {
            unreadable(file, e);
        }
    }

    /** Whether it is a list, and so may hold routes; noted if not. Null is for what could not be read, or is empty. */
    static boolean list(String file, Node root, Findings findings) {
        if (root == null && !findings.hasErrorsIn(file)) {
            findings.add(Rule.YAML_SCHEMA, Place.top(file), "The file is empty; remove it, or let it hold a route");
        } else if (root != null && !(root instanceof SequenceNode)) {
            findings.add(
                    Rule.YAML_SCHEMA, Place.of(file, root), "A file is a list: let its items begin with '- route:'");
        }
        return root instanceof SequenceNode;
    }

    private void addConfigurations(String file, RouteBuilder builder) {
        if (builder instanceof RouteConfigurationBuilder configurations) {
            try {
                context.addRoutesConfigurations(configurations);
            } catch (Exception e) {
                unreadable(file, e);
                return;
            }
            yaml.addConfigurations(
                    file,
                    roots.get(file),
                    configurations.getRouteConfigurationCollection().getRouteConfigurations());
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
                    TopLevelItems.place(file, roots.get(file), "errorHandler"),
                    "errorHandler at the top of a file would act on the files after it; put it into a"
                            + " routeConfiguration, and name that in the routeConfigurationId of the routes that want it");
        }
        List<RouteDefinition> read = builder.getRouteCollection().getRoutes();
        yaml.add(file, roots.get(file), read);
        routes.addAll(read.stream()
                .filter(route -> route.getInput() != null && yaml.has(route))
                .toList());
    }

    private void unreadable(String file, Exception failure) {
        complete = false;
        unreadable.report(file, roots.get(file), failure);
    }
}

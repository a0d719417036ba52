package io.tollgate.routing.check;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file of routes by itself, as a check reads it. Nothing of it is built, no other file and no setting is asked for, and no
 * class that it names is loaded.
 *
 * @param root the list that the file is
 */
public record LoneFile(String name, String text, Node root) {
    /** How the files of a folder end that are routes. */
    public static final String SUFFIX = RouteFiles.SUFFIX;

    /** Camel makes these when it reads them. */
    private static final String BEANS = "beans";

    /** @throws InvalidRouteSet when it is no YAML, has a key twice, or is no list */
    public static LoneFile of(String name, String text) throws InvalidRouteSet {
        Findings findings = new Findings();
        Node root = Yaml.parse(name, text, findings).orElse(null);
        RouteFiles.list(name, root, findings);
        if (findings.hasErrors()) {
            throw new InvalidRouteSet(findings.sorted());
        }
        return new LoneFile(name, text, root);
    }

    /**
     * What Camel reads of it: routes, route configurations, templates and whatever else may stand at its top, but
     * {@code beans}.
     *
     * @param context gets nothing
     * @throws InvalidRouteSet when Camel cannot read it
     */
    public RouteConfigurationBuilder model(CamelContext context) throws InvalidRouteSet {
        try {
            var resource = ResourceHelper.fromBytes(name, withoutBeans().getBytes(StandardCharsets.UTF_8));
            Collection<RoutesBuilder> builders =
                    PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource);
            RouteConfigurationBuilder builder =
                    (RouteConfigurationBuilder) builders.iterator().next();
            builder.setCamelContext(context);
            builder.configuration();
            builder.configure();
            return builder;
        } catch (Exception e) {
            Findings findings = new Findings();
            CamelModels models = new CamelModels(PluginHelper.getRuntimeCamelCatalog(context));
            new Unreadable(models, new YamlRoutes(), findings).report(name, root, e);
            throw new InvalidRouteSet(findings.sorted());
        }
    }

    /** With an empty list in their place, further to the right than anything that it could belong to. */
    private String withoutBeans() {
        List<Node> beans = ((SequenceNode) root)
                .getValue().stream()
                        .flatMap(Yaml::entries)
                        .filter(entry -> Yaml.text(entry.getKeyNode()).equals(BEANS))
                        .map(NodeTuple::getValueNode)
                        .sorted(Comparator.comparingInt(LoneFile::start).reversed())
                        .toList();
        String left = text;
        for (Node node : beans) {
            int from = left.offsetByCodePoints(0, start(node));
            int end = left.offsetByCodePoints(0, node.getEndMark().orElseThrow().getIndex());
            int column = node.getStartMark().orElseThrow().getColumn();
            left = left.substring(0, from) + "\n" + " ".repeat(column + 1) + "[]\n" + left.substring(end);
        }
        return left;
    }

    private static int start(Node node) {
        return node.getStartMark().orElseThrow().getIndex();
    }
}

package io.tollgate.routing.check;

import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The items of a file, such as {@code - route:}, as they are written: what Camel's reader does not look at. */
final class TopLevelItems {
    private static final Set<String> UNSUPPORTED =
            Set.of("rest", "restConfiguration", "routeTemplate", "templatedRoute", "kamelet");

    private final StepOptions options;
    private final Endpoints endpoints;
    private final Findings findings;

    TopLevelItems(CamelModels models, Findings findings) {
        this.options = new StepOptions(models, findings);
        this.endpoints = new Endpoints(models, findings);
        this.findings = findings;
    }

    void check(String file, Node root) {
        Yaml.items(root).forEach(item -> Yaml.entries(item).findFirst().ifPresent(entry -> check(file, entry)));
    }

    private void check(String file, NodeTuple item) {
        String name = Yaml.text(item.getKeyNode());
        Node value = item.getValueNode();
        if (UNSUPPORTED.contains(name)) {
            findings.add(
                    Rule.UNSUPPORTED_ITEM,
                    Place.of(file, item.getKeyNode()),
                    "'" + name + "' makes routes that cannot be checked; write them out as '- route:'");
        } else if (name.equals("from")) {
            route(YamlStep.of(file, "from", value, value));
        } else if (name.equals("route")) {
            Optional<Node> from = Yaml.child(value, "from");
            from.ifPresent(node -> route(YamlStep.of(file, "from", node, node)));
            if (from.isEmpty()) {
                findings.add(
                        Rule.YAML_SCHEMA,
                        Place.of(file, item.getKeyNode()),
                        "route needs 'from', where its events or messages come from; add it");
            }
        } else if (name.equals("routeConfiguration")) {
            Yaml.entries(value)
                    .flatMap(list -> Yaml.items(list.getValueNode()).stream())
                    .flatMap(Yaml::entries)
                    .forEach(entry -> check(file, entry));
        } else {
            YamlStep.inside(file, value).forEach(this::step);
        }
    }

    private void route(YamlStep from) {
        endpoints.check(from);
        from.children().forEach(options::check);
    }

    private void step(YamlStep step) {
        endpoints.check(step);
        options.check(step);
    }

    /** Of the first item with this name. */
    static Place place(String file, Node root, String name) {
        return Yaml.items(root).stream()
                .flatMap(Yaml::entries)
                .map(NodeTuple::getKeyNode)
                .filter(key -> Yaml.text(key).equals(name))
                .findFirst()
                .map(key -> Place.of(file, key))
                .orElse(Place.top(file));
    }
}

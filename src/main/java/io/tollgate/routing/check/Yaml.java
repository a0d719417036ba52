package io.tollgate.routing.check;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML into nodes that know where they stand, and finds its way among them. */
final class Yaml {
    private Yaml() {}

    /** @return empty when it is no YAML, or has a key twice, which is noted; or has nothing in it */
    static Optional<Node> parse(String file, String text, Findings findings) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresent(node -> refuseCycles(node, Collections.newSetFromMap(new IdentityHashMap<>())));
            root.ifPresent(node -> duplicateKeys(file, node, findings));
            return root;
        } catch (MarkedYamlEngineException e) {
            findings.add(
                    Rule.YAML_SYNTAX,
                    Place.of(file, e.getProblemMark()),
                    sentence(e.getProblem()) + "; mend the YAML, often the indentation or a quote of a line above");
        } catch (YamlEngineException e) {
            findings.add(Rule.YAML_SYNTAX, Place.top(file), sentence(e.getMessage()) + "; mend the YAML");
        }
        return Optional.empty();
    }

    private static void refuseCycles(Node node, Set<Node> around) {
        if (!around.add(node)) {
            throw new YamlEngineException("an alias stands inside of what it repeats");
        }
        items(node).forEach(item -> refuseCycles(item, around));
        entries(node).forEach(entry -> refuseCycles(entry.getValueNode(), around));
        around.remove(node);
    }

    private static String sentence(String problem) {
        return "This is no YAML: "
                + String.valueOf(problem).replaceAll("\\s+", " ").strip();
    }

    private static void duplicateKeys(String file, Node root, Findings findings) {
        walk(root, (key, value) -> {
            if (value instanceof MappingNode mapping) {
                Set<String> keys = new HashSet<>();
                for (NodeTuple entry : mapping.getValue()) {
                    if (!keys.add(text(entry.getKeyNode()))) {
                        findings.add(
                                Rule.YAML_SYNTAX,
                                Place.of(file, entry.getKeyNode()),
                                "'" + text(entry.getKeyNode()) + "' stands twice here, so one of them would be ignored;"
                                        + " remove one");
                    }
                }
            }
        });
    }

    /** All nodes below and with the root; each with the key it stands at, null for one in a list. */
    static void walk(Node root, BiConsumer<Node, Node> visitor) {
        walk(null, root, visitor);
    }

    private static void walk(Node key, Node value, BiConsumer<Node, Node> visitor) {
        visitor.accept(key, value);
        if (value instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> walk(entry.getKeyNode(), entry.getValueNode(), visitor));
        } else if (value instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(null, item, visitor));
        }
    }

    static Stream<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue().stream() : Stream.empty();
    }

    static List<Node> items(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    static Optional<Node> child(Node node, String key) {
        return entries(node)
                .filter(entry -> text(entry.getKeyNode()).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    /** Empty for what is no scalar. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}

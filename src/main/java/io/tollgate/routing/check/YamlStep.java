package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A step as it stands in a file: {@code - to: {…}}, and the branches of a {@code choice}.
 *
 * @param name such as {@code to} or {@code when}
 * @param key where its name stands; for a branch, where its first key does
 * @param value its options
 * @param children the steps inside it, in the order in which they stand
 */
record YamlStep(String file, String name, Node key, Node value, List<YamlStep> children) {
    private static final List<String> BRANCHES = List.of("when", "otherwise", "doCatch", "doFinally", "onFallback");

    private static final Set<String> NAMES =
            Set.of("id", "description", "note", "steps", "when", "otherwise", "doCatch", "doFinally", "onFallback");

    /** The steps of what has {@code steps:}, such as {@code from} or {@code when}, and its branches. */
    static List<YamlStep> inside(String file, Node value) {
        List<YamlStep> found = new ArrayList<>();
        Yaml.child(value, "steps")
                .ifPresent(steps -> Yaml.items(steps)
                        .forEach(item -> Yaml.entries(item)
                                .findFirst()
                                .ifPresent(entry -> found.add(of(
                                        file,
                                        Yaml.text(entry.getKeyNode()),
                                        entry.getKeyNode(),
                                        entry.getValueNode())))));
        for (String branch : BRANCHES) {
            Yaml.child(value, branch).ifPresent(node -> {
                List<Node> several = Yaml.items(node);
                (several.isEmpty() ? List.of(node) : several).forEach(one -> found.add(of(file, branch, one, one)));
            });
        }
        return found;
    }

    static YamlStep of(String file, String name, Node key, Node value) {
        return new YamlStep(file, name, key, value, inside(file, value));
    }

    Place place() {
        return Place.of(file, key);
    }

    Optional<Node> option(String name) {
        return Yaml.child(value, name);
    }

    /**
     * The place of the first key or value in this step, but not in the steps inside it, that is or has these words; else of
     * the step. Names and prose of the step do not count.
     */
    Place placeOf(String words) {
        return find(value, text -> text.equals(words))
                .or(() -> find(value, text -> text.contains(words)))
                .map(node -> Place.of(file, node))
                .orElseGet(this::place);
    }

    private static Optional<Node> find(Node node, Predicate<String> words) {
        if (node instanceof ScalarNode && words.test(Yaml.text(node))) {
            return Optional.of(node);
        }
        for (Node item : Yaml.items(node)) {
            Optional<Node> found = find(item, words);
            if (found.isPresent()) {
                return found;
            }
        }
        return Yaml.entries(node)
                .filter(entry -> !NAMES.contains(Yaml.text(entry.getKeyNode())))
                .map(entry -> find(entry.getKeyNode(), words).or(() -> find(entry.getValueNode(), words)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}

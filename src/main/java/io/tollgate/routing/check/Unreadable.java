package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.tooling.model.EipModel.EipOptionModel;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What Camel's reader says of a file, at its place and with a way out. */
final class Unreadable {
    /** Steps that take a text in the place of their options. */
    private static final Set<String> SHORT_FORMS = Set.of("log", "to", "toD", "from");

    /** How Camel begins what it says of a step when something in it is wrong. */
    private static final String WHILE_READING = "Error constructing YAML node";

    private final CamelModels models;
    private final YamlRoutes yaml;
    private final Findings findings;

    Unreadable(CamelModels models, YamlRoutes yaml, Findings findings) {
        this.models = models;
        this.yaml = yaml;
        this.findings = findings;
    }

    /** What has no mark of its own is a consequence, if something else in the file was found already. */
    void report(String file, Node root, Exception failure) {
        List<MarkedYamlEngineException> marks = marks(failure);
        MarkedYamlEngineException innermost = marks.isEmpty() ? null : marks.get(marks.size() - 1);
        if (innermost != null && !innermost.getProblem().startsWith(WHILE_READING)) {
            marked(file, root, innermost.getProblemMark().orElseThrow(), innermost.getProblem());
        } else if (FailureText.missingClass(failure).isPresent()) {
            String name = FailureText.missingClass(failure).get();
            findings.add(Rule.MISSING_MODULE, placeOf(file, root, name), CamelModules.noClass(name));
        } else if (!findings.hasErrorsIn(file)) {
            Place around = innermost == null ? Place.top(file) : key(file, root, innermost);
            findings.add(
                    Rule.YAML_SCHEMA,
                    stepWithoutOptions(file, root).orElse(around),
                    "Camel cannot read this: " + yaml.withoutSettings(FailureText.sentence(failure))
                            + "; let each step have its options below it, or {} if it has none");
        }
    }

    /** From the outermost step on: each says where it stands before the one inside it does. */
    private static List<MarkedYamlEngineException> marks(Exception failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(MarkedYamlEngineException.class::isInstance)
                .map(MarkedYamlEngineException.class::cast)
                .filter(marked -> marked.getProblemMark().isPresent())
                .toList();
    }

    private static Place placeOf(String file, Node root, String text) {
        List<Place> places = new ArrayList<>();
        Yaml.walk(root, (key, value) -> {
            if (Yaml.text(value).equals(text)) {
                places.add(Place.of(file, value));
            }
        });
        return places.isEmpty() ? Place.top(file) : places.get(0);
    }

    private static Place key(String file, Node root, MarkedYamlEngineException step) {
        Mark mark = step.getProblemMark().orElseThrow();
        List<Place> keys = new ArrayList<>();
        Yaml.walk(root, (key, value) -> {
            if (key != null && isAt(value, mark)) {
                keys.add(Place.of(file, key));
            }
        });
        return keys.isEmpty() ? Place.of(file, Optional.of(mark)) : keys.get(0);
    }

    private void marked(String file, Node root, Mark mark, String problem) {
        String word = problem.replaceFirst(".*: ", "");
        // Camel marks the value of an option that it does not know, or of what has such an option.
        List<Place> keys = new ArrayList<>();
        Yaml.walk(root, (key, value) -> {
            if (key != null && isAt(value, mark)) {
                Node unknown = Yaml.entries(value)
                        .map(NodeTuple::getKeyNode)
                        .filter(inside -> Yaml.text(inside).equals(word))
                        .findFirst()
                        .orElse(key);
                keys.add(Place.of(file, unknown));
            }
        });
        findings.add(
                Rule.YAML_SCHEMA,
                keys.isEmpty() ? Place.of(file, Optional.of(mark)) : keys.get(0),
                problem.replaceAll("\\s+", " ").strip() + wayOut(root, mark, word));
    }

    private String wayOut(Node root, Mark mark, String word) {
        if (word.equals("steps")) {
            return "; steps stand below 'from', further in";
        }
        if (!word.matches("\\w+")) {
            return "; correct it";
        }
        Set<String> names = optionsAround(root, mark);
        if (names.isEmpty()) {
            names.addAll(models.stepNames());
        }
        names.remove(word);
        return NearMatch.question(word, names) + " Correct or remove it.";
    }

    /** What else could stand where the marked value does: empty where a step does. */
    private Set<String> optionsAround(Node root, Mark mark) {
        Set<String> options = new TreeSet<>();
        Yaml.walk(root, (key, value) -> {
            if (key != null && Yaml.entries(value).anyMatch(entry -> isAt(entry.getValueNode(), mark))) {
                models.step(Yaml.text(key)).ifPresent(step -> step.getOptions().forEach(o -> add(o, options)));
                options.addAll(Set.of("steps", "parameters"));
            }
        });
        return options;
    }

    private static void add(EipOptionModel option, Set<String> options) {
        options.add(option.getName());
        if (option.getOneOfs() != null && !option.getType().equals("array")) {
            options.addAll(option.getOneOfs());
        }
    }

    private static boolean isAt(Node node, Mark mark) {
        return node.getStartMark()
                .filter(start -> start.getIndex() == mark.getIndex())
                .isPresent();
    }

    /** The first step with nothing, or a text, in the place of its options. */
    private Optional<Place> stepWithoutOptions(String file, Node root) {
        List<Place> places = new ArrayList<>();
        Yaml.walk(root, (key, value) -> {
            boolean isStep = key != null && models.step(Yaml.text(key)).isPresent();
            if (isStep && value instanceof ScalarNode && !SHORT_FORMS.contains(Yaml.text(key))) {
                places.add(Place.of(file, key));
            }
        });
        return places.stream().findFirst();
    }
}

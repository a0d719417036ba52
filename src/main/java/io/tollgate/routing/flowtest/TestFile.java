package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.routing.check.NearMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file of tests, {@code *.test.yaml}: a list, each with the event, what is there before, and what is to come of it.
 *
 * @param name relative to the folder of tests
 */
record TestFile(String name, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEYS = Set.of("name", "event", "apiVersion", "set", "given", "expect");

    /** A part of a file, and where it stands. */
    record Part(String file, JsonNode json, Node node) {
        int line() {
            return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        }

        InvalidTest wrong(String message) {
            return new InvalidTest(file, line(), message);
        }

        /** Empty when it is not there. */
        Optional<Part> child(String key) {
            if (!(node instanceof MappingNode mapping) || !json.has(key)) {
                return Optional.empty();
            }
            return mapping.getValue().stream()
                    .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(key))
                    .map(entry -> new Part(file, json.get(key), entry.getValueNode()))
                    .findFirst();
        }

        List<Part> items() {
            List<Part> items = new ArrayList<>();
            if (node instanceof SequenceNode list) {
                for (int i = 0; i < list.getValue().size(); i++) {
                    items.add(new Part(file, json.get(i), list.getValue().get(i)));
                }
            }
            return items;
        }

        /** @throws InvalidTest when there is another key */
        Part only(Set<String> keys) throws InvalidTest {
            if (!json.isObject()) {
                throw wrong("'" + json.asText() + "' stands where some of " + sorted(keys) + " are expected");
            }
            for (var names = json.fieldNames(); names.hasNext(); ) {
                String key = names.next();
                if (!keys.contains(key)) {
                    throw new InvalidTest(
                            file,
                            lineOf(key),
                            "There is no " + key + " here"
                                    + NearMatch.of(key, keys)
                                            .map(near -> ", did you mean " + near + "?")
                                            .orElse(": take one of " + sorted(keys)));
                }
            }
            return this;
        }

        private int lineOf(String key) {
            return node instanceof MappingNode mapping
                    ? mapping.getValue().stream()
                            .map(NodeTuple::getKeyNode)
                            .filter(name -> name instanceof ScalarNode scalar
                                    && scalar.getValue().equals(key))
                            .findFirst()
                            .map(name -> new Part(file, json, name).line())
                            .orElse(line())
                    : line();
        }

        private static String sorted(Set<String> keys) {
            return String.join(", ", new java.util.TreeSet<>(keys));
        }

        /** Null when it is not there. */
        String text(String key) throws InvalidTest {
            Optional<Part> child = child(key);
            if (child.isPresent() && !child.get().json().isValueNode()) {
                throw child.get().wrong(key + " has to be a text");
            }
            return child.map(part -> part.json().asText()).orElse(null);
        }
    }

    List<FlowTest> tests() throws InvalidTest {
        List<FlowTest> tests = new ArrayList<>();
        Optional<Part> root = parse();
        if (root.isPresent() && !root.get().json().isArray()) {
            throw root.get().wrong("A file of tests is a list: let each test begin with '- name:'");
        }
        for (Part item : root.map(Part::items).orElse(List.of())) {
            item.only(KEYS);
            tests.add(new TestReader(item).test());
        }
        return tests;
    }

    private Optional<Part> parse() throws InvalidTest {
        LoadSettings settings = LoadSettings.builder().setLabel(name).build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            Object value = new Load(settings).loadFromString(text);
            return node.map(root -> new Part(name, JSON.valueToTree(value), root));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new InvalidTest(name, line, "This is no YAML: " + e.getProblem());
        } catch (YamlEngineException | StackOverflowError e) {
            throw new InvalidTest(
                    name,
                    1,
                    "This is no YAML that can be read: "
                            + (e.getMessage() == null ? "it is too deep, or has itself in it" : e.getMessage()));
        }
    }
}

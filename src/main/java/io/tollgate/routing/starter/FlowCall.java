package io.tollgate.routing.starter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A step at the end of a flow that is there already, which calls another one. The text around it stays as it is, with its comments.
 *
 * @param flow that is called
 * @param onlyType the type of the events for which it is; null for all that come to the flow
 */
public record FlowCall(String flow, String onlyType) {
    /**
     * @param yaml of the file
     * @param caller the flow that calls, {@code direct:} left out
     * @return the file with the step; empty when its place cannot be found, such as in a list in one line
     */
    public Optional<String> in(String yaml, String caller) {
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(yaml)
                    .flatMap(root -> steps(root, caller))
                    .flatMap(steps -> with(yaml, steps));
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    private static Optional<SequenceNode> steps(Node root, String caller) {
        if (!(root instanceof SequenceNode items)) {
            return Optional.empty();
        }
        return items.getValue().stream()
                .map(item -> child(child(item, "route"), "from"))
                .filter(from -> starts(from, caller))
                .map(from -> child(from, "steps"))
                .filter(SequenceNode.class::isInstance)
                .map(SequenceNode.class::cast)
                .findFirst();
    }

    private static boolean starts(Node from, String caller) {
        String uri = text(child(from, "uri"));
        return ("direct:" + caller).equals(uri)
                || "direct".equals(uri) && caller.equals(text(child(child(from, "parameters"), "name")));
    }

    private static Node child(Node node, String key) {
        if (!(node instanceof MappingNode mapping)) {
            return null;
        }
        return mapping.getValue().stream()
                .filter(entry -> key.equals(text(entry.getKeyNode())))
                .map(entry -> entry.getValueNode())
                .findFirst()
                .orElse(null);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private Optional<String> with(String yaml, SequenceNode steps) {
        List<Node> all = steps.getValue();
        if (all.isEmpty() || steps.getStartMark().isEmpty() || !isBlock(steps)) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(yaml.lines().toList());
        int indent = steps.getStartMark().get().getColumn();
        int first = all.get(all.size() - 1).getStartMark().get().getLine();
        int end = first + 1;
        while (end < lines.size() && (lines.get(end).isBlank() || column(lines.get(end)) > indent)) {
            end++;
        }
        while (lines.get(end - 1).isBlank()) {
            end--;
        }
        lines.addAll(end, step().indent(indent).lines().toList());
        String lineEnd = yaml.contains("\r\n") ? "\r\n" : "\n";
        return Optional.of(String.join(lineEnd, lines) + lineEnd);
    }

    private static boolean isBlock(SequenceNode steps) {
        return steps.getFlowStyle() == org.snakeyaml.engine.v2.common.FlowStyle.BLOCK;
    }

    private static int column(String line) {
        return line.length() - line.stripLeading().length();
    }

    private String step() {
        String call = """
                - to:
                    id: to-%1$s
                    uri: direct
                    parameters:
                      name: %1$s
                """.formatted(flow);
        return onlyType == null ? call : """
                - filter:
                    id: is-%1$s
                    expression:
                      simple:
                        expression: "${header.stripeEventType} == '%2$s'"
                    steps:
                """.formatted(flow, onlyType) + call.indent(6);
    }
}

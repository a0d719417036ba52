package io.tollgate.routing.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An expression as it stands in a step.
 *
 * @param language such as {@code simple}; {@code text} for one with functions of simple inside it, such as a log's message
 * @param isCondition whether Camel asks if it is true
 * @param hasResultType whether it says of which type its value is to be
 */
record StepExpression(Place place, String language, String text, boolean isCondition, boolean hasResultType) {
    static final String TEXT = "text";

    private static final Set<String> ALWAYS_THERE =
            Set.of("simple", "constant", "header", "variable", "exchangeProperty", "xpath", "spel", "language");
    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "completionPredicate", "retryWhile", "handled", "continued");
    private static final Set<String> TEXTS = Set.of("log", "to", "toD", "message", "uri", "query", "fileName");
    /** Other steps, and prose. */
    private static final Set<String> NOT_OF_THE_STEP =
            Set.of("id", "description", "note", "steps", "when", "otherwise", "doCatch", "doFinally", "onFallback");

    /** Of a step, but not of the steps inside it. */
    static List<StepExpression> of(YamlStep step) {
        List<StepExpression> found = new ArrayList<>();
        collect(step.file(), step.name(), step.value(), found);
        return found;
    }

    private static void collect(String file, String option, Node value, List<StepExpression> found) {
        if (value instanceof ScalarNode && TEXTS.contains(option)) {
            String text = Yaml.text(value);
            // A statement has no others than those that begin like this.
            boolean isSql = option.equals("query") || text.startsWith("sql:");
            text = isSql ? text.replaceAll("(?<!:#)\\$\\{", "{") : text;
            found.add(new StepExpression(Place.of(file, value), TEXT, text, false, false));
        }
        Yaml.items(value).forEach(item -> collect(file, option, item, found));
        Yaml.entries(value).forEach(entry -> {
            String name = Yaml.text(entry.getKeyNode());
            if (isLanguage(name) && !option.equals("parameters")) {
                expression(file, option, name, entry.getValueNode(), found);
            } else if (!NOT_OF_THE_STEP.contains(name)) {
                collect(file, name.equals("expression") ? option : name, entry.getValueNode(), found);
            }
        });
    }

    private static boolean isLanguage(String name) {
        return ALWAYS_THERE.contains(name) || CamelModules.languageNames().contains(name);
    }

    private static void expression(String file, String option, String key, Node value, List<StepExpression> found) {
        Node text = Yaml.child(value, "expression").orElse(value);
        String language = Yaml.child(value, "language").map(Yaml::text).orElse(key);
        if (text instanceof ScalarNode) {
            found.add(new StepExpression(
                    Place.of(file, text),
                    language,
                    Yaml.text(text).strip(),
                    CONDITIONS.contains(option),
                    Yaml.child(value, "resultType").isPresent()));
        }
    }

    /** The functions of simple in a text, those inside others too, without what stands around them. */
    static List<String> functions(String text) {
        List<String> functions = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open.push(i + 2);
            } else if (text.charAt(i) == '}' && !open.isEmpty()) {
                functions.add(text.substring(open.pop(), i));
            }
        }
        return functions;
    }
}

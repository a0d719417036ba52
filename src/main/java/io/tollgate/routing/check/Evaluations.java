package io.tollgate.routing.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;

/** Lets Camel evaluate expressions on sample events, one for each type that there is. */
final class Evaluations {
    /** These run code, or change the sample. */
    private static final Pattern CODE = Pattern.compile("\\{\\s*(bean|ref|type|exchange|camelContext|load|function|a2a"
            + "|throwException|setHeader|setVariable)\\b|getClass");

    private static final Pattern QUOTED = Pattern.compile("'([^'$]*)'|\"([^\"$]*)\"");
    private static final String NO_TYPE = "no such type";

    private final CamelContext context;
    private final KnownTypes types;
    private final Map<String, SampleEvent> samples = new HashMap<>();
    private final Map<String, Map<String, String>> outcomes = new HashMap<>();

    Evaluations(CamelContext context, KnownTypes types) {
        this.context = context;
        this.types = types;
    }

    KnownTypes types() {
        return types;
    }

    SampleEvent sample(String type) {
        return samples.computeIfAbsent(type, t -> new SampleEvent(context, t));
    }

    /**
     * What a part of a condition, or another text in simple, compares the type with although no type is like that: nothing
     * changes when it is replaced.
     */
    List<String> unknown(String simple, boolean isCondition) {
        return QUOTED.matcher(simple)
                .results()
                .flatMap(quoted ->
                        Stream.of((quoted.group(1) == null ? quoted.group(2) : quoted.group(1)).split("[,|()]")))
                .filter(word -> !word.isBlank() && !isKnown(word, simple))
                .filter(word -> hasNoEffect(word, simple, isCondition))
                .distinct()
                .toList();
    }

    private boolean hasNoEffect(String word, String simple, boolean isCondition) {
        Map<String, String> outcomes = outcomes(simple, isCondition);
        // a range takes nothing else
        String other = simple.replace(word, word.contains("..") ? "0..0" : NO_TYPE);
        return !outcomes.isEmpty() && outcomes.equals(outcomes(other, isCondition));
    }

    private boolean isKnown(String word, String simple) {
        try {
            boolean isRegex = simple.contains("regex") || simple.contains("matches(");
            return types.known().contains(word)
                    || isRegex && types.known().stream().anyMatch(type -> type.matches(word));
        } catch (PatternSyntaxException e) {
            // a finding of its own, or a part of what is
            return true;
        }
    }

    /** By type, as a text; empty when it depends on something else too. */
    Map<String, String> outcomes(String simple, boolean isCondition) {
        return outcomes.computeIfAbsent(isCondition + simple, key -> evaluated(simple, isCondition));
    }

    private Map<String, String> evaluated(String simple, boolean isCondition) {
        Map<String, String> outcomes = new TreeMap<>();
        try {
            Function<Exchange, Object> evaluation = evaluation("simple", simple, isCondition);
            for (String type : types.all()) {
                SampleEvent event = sample(type);
                outcomes.put(type, String.valueOf(evaluation.apply(event.exchange())));
                if (!event.asked().forType || event.asked().forMore || simple.contains("body")) {
                    return Map.of();
                }
            }
        } catch (RuntimeException e) {
            return Map.of();
        }
        return outcomes;
    }

    /**
     * Evaluates it, or gives null when that would run code.
     *
     * @throws RuntimeException when it cannot be read
     */
    Function<Exchange, Object> evaluation(String language, String text, boolean isCondition) {
        Function<Exchange, Object> evaluation;
        if (isCondition) {
            Predicate predicate = context.resolveLanguage(language).createPredicate(text);
            predicate.init(context);
            evaluation = predicate::matches;
        } else {
            Expression expression = context.resolveLanguage(language).createExpression(text);
            expression.init(context);
            evaluation = exchange -> expression.evaluate(exchange, Object.class);
        }
        return CODE.matcher(text).find() ? exchange -> null : evaluation;
    }
}

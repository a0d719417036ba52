package io.tollgate.routing;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.language.simple.SimpleLanguage;

/**
 * Camel's {@code simple}, but that what is missing on the way to a value is null, as the value itself is:
 * {@code ${variable.event[data][object][parent][x]}} fails each event whose {@code parent} is null otherwise. Each index of a variable is
 * read as if it were written with Camel's own {@code ?.}; so files keep the form that editors know. The body is left alone: it is text as a
 * rule, which has no fields, and that must not look like a missing one.
 */
final class NullSafeSimple extends SimpleLanguage {
    private static final Pattern FUNCTION = Pattern.compile("\\$(simple)?\\{");
    private static final Pattern PATH =
            Pattern.compile("(?<=\\{)(\\s*variable\\.[\\w:-]+)((?:\\??\\.?\\[[^\\[\\]]*])+)(\\.)?");
    private static final Pattern INDEX = Pattern.compile("\\??\\.?(\\[[^\\[\\]]*])");

    @Override
    public Predicate createPredicate(String expression) {
        return created(expression, super::createPredicate);
    }

    @Override
    public Predicate createPredicate(String expression, Object[] properties) {
        return created(expression, text -> super.createPredicate(text, properties));
    }

    @Override
    public Expression createExpression(String expression) {
        return created(expression, super::createExpression);
    }

    @Override
    public Expression createExpression(String expression, Object[] properties) {
        return created(expression, text -> super.createExpression(text, properties));
    }

    @Override
    public Expression createExpression(
            String expression, Class<?> resultType, boolean nested, boolean trim, boolean pretty) {
        return created(expression, text -> super.createExpression(text, resultType, nested, trim, pretty));
    }

    /** What Camel says of a mistake is about the text that was written. */
    private static <T> T created(String expression, Function<String, T> creation) {
        try {
            return creation.apply(nullSafe(expression));
        } catch (RuntimeException e) {
            return creation.apply(expression);
        }
    }

    /** Functions alone: what is around them is text. */
    static String nullSafe(String expression) {
        if (expression == null || expression.indexOf('[') < 0) {
            return expression;
        }
        StringBuilder safe = new StringBuilder();
        Matcher functions = FUNCTION.matcher(expression);
        int at = 0;
        while (functions.find(at)) {
            int end = end(expression, functions.end());
            safe.append(expression, at, functions.start());
            safe.append(safePaths(expression.substring(functions.start(), end)));
            at = end;
        }
        return safe.append(expression.substring(at)).toString();
    }

    /** Behind the brace that closes the function. */
    private static int end(String expression, int inside) {
        int depth = 1;
        int at = inside;
        for (; at < expression.length() && depth > 0; at++) {
            char c = expression.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return at;
    }

    private static String safePaths(String function) {
        return PATH.matcher(function)
                .replaceAll(path -> Matcher.quoteReplacement(path.group(1)
                        + INDEX.matcher(path.group(2)).replaceAll("?.$1")
                        + (path.group(3) == null ? "" : "?.")));
    }
}

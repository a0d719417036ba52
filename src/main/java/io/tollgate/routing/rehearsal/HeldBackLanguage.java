package io.tollgate.routing.rehearsal;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.Language;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.apache.camel.support.LanguageSupport;

/** Expressions that would run code; but for a path into what the event says, which is read by the same language as a call. */
final class HeldBackLanguage extends LanguageSupport {
    /** Those that compute something of an event, and nothing else. */
    private static final Set<String> PLAIN = Set.of(
            "simple",
            "constant",
            "header",
            "variable",
            "exchangeProperty",
            "jq",
            "jsonpath",
            "xpath",
            "tokenize",
            "xtokenize",
            "file");

    /** Where the properties of an expression that calls a method have the object, and the class and the name of a bean. */
    private static final int INSTANCE = 1;

    private static final int TYPE = 3;
    private static final int REF = 4;

    private final String name;
    private final Language real;

    HeldBackLanguage(String name, Language real) {
        this.name = name;
        this.real = real;
    }

    static boolean isPlain(String name) {
        return PLAIN.contains(name);
    }

    @Override
    public Expression createExpression(String expression, Object[] properties) {
        Object instance = property(Object.class, properties, INSTANCE, null);
        boolean isPath = name.equals("bean")
                && instance != null
                && !(instance instanceof CamelContext)
                && property(Class.class, properties, TYPE, null) == null
                && property(String.class, properties, REF, null) == null;
        return isPath ? real.createExpression(expression, properties) : createExpression(expression);
    }

    @Override
    public Predicate createPredicate(String expression, Object[] properties) {
        return ExpressionToPredicateAdapter.toPredicate(createExpression(expression, properties));
    }

    @Override
    public Expression createExpression(String expression) {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                throw OwnCode.outOfBounds("in an expression of language " + name);
            }
        };
    }

    @Override
    public Predicate createPredicate(String expression) {
        return ExpressionToPredicateAdapter.toPredicate(createExpression(expression));
    }
}

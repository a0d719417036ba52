package io.tollgate.routing.rehearsal;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Predicate;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.spi.Language;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.apache.camel.support.LanguageSupport;

/**
 * The code of a team, in Java or as a script, that a flow would run. What it does by itself no rehearsal can hold back, so one that
 * nobody has asked for does not come to it.
 *
 * @param gateways names of beans that are the gateway's own
 */
record OwnCode(boolean runs, Set<String> gateways) {
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

    /** @throws OutOfBounds for a step that is code which must not run */
    void check(NamedNode step) {
        if (runs) {
            return;
        }
        boolean isCode = step instanceof BeanDefinition bean && !isGateways(bean.getRef())
                || step instanceof ProcessDefinition called && !isGateways(called.getRef());
        if (isCode) {
            throw outOfBounds("in step " + step.getId());
        }
    }

    /** Whether a flow that sends there would run such code. */
    boolean holdsBack(Endpoint endpoint) {
        String scheme = Outside.scheme(endpoint);
        if (runs || !scheme.equals("bean") && !scheme.equals("class")) {
            return false;
        }
        String name = endpoint.getEndpointUri().replaceFirst("^bean:(//)?", "").replaceFirst("\\?.*$", "");
        return !isGateways(name);
    }

    private boolean isGateways(String name) {
        return name != null && gateways.contains(name);
    }

    static OutOfBounds outOfBounds(String where) {
        return new OutOfBounds("would have run code of its own " + where);
    }

    Language language(String name, Language real) {
        return runs || PLAIN.contains(name) ? real : new HeldBack(name, real);
    }

    /** Expressions that would run code; but for a path into what the event says, which is read by the same language as a call. */
    private static final class HeldBack extends LanguageSupport {
        private final String name;
        private final Language real;

        HeldBack(String name, Language real) {
            this.name = name;
            this.real = real;
        }

        @Override
        public Expression createExpression(String expression, Object[] properties) {
            boolean isPath = name.equals("bean")
                    && property(Object.class, properties, INSTANCE, null) != null
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
                public Object evaluate(org.apache.camel.Exchange exchange) {
                    throw outOfBounds("in an expression of language " + name);
                }
            };
        }

        @Override
        public Predicate createPredicate(String expression) {
            return ExpressionToPredicateAdapter.toPredicate(createExpression(expression));
        }
    }
}

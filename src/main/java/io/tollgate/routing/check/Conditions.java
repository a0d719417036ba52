package io.tollgate.routing.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.ast.LogicalExpression;
import org.apache.camel.language.simple.ast.SimpleNode;
import org.apache.camel.language.simple.types.LogicalOperatorType;
import org.apache.camel.model.OptionalIdentifiedDefinition;

/**
 * What conditions in simple say of the event's type. Camel's parser takes them apart at {@code &&} and {@code ||}, and Camel
 * evaluates each part for each type that there is, so that it does not matter how it is written.
 */
final class Conditions {
    private final RouteModel model;
    private final Evaluations evaluations;

    Conditions(RouteModel model, Evaluations evaluations) {
        this.model = model;
        this.evaluations = evaluations;
    }

    /** Of a step; one in another language than simple may let all through. */
    Condition of(OptionalIdentifiedDefinition<?> step) {
        return model.simple(step).map(this::of).orElse(open());
    }

    /** One that cannot be read may let all through. */
    private Condition of(String simple) {
        return nodes(simple).stream().map(this::of).reduce(Condition::and).orElse(open());
    }

    private Condition of(SimpleNode node) {
        if (node instanceof LogicalExpression logical) {
            Condition left = of(logical.getLeft());
            Condition right = of(logical.getRight());
            return isAnd(logical) ? left.and(right) : left.or(right);
        }
        Map<String, String> outcomes = evaluations.outcomes(node.toString(), true);
        Set<String> holds = new TreeSet<>(outcomes.keySet());
        holds.removeIf(type -> outcomes.get(type).equals("false"));
        return outcomes.isEmpty() ? open() : new Condition(holds, holds, true);
    }

    private Condition open() {
        return new Condition(evaluations.types().all(), Set.of(), false);
    }

    /** The comparisons and functions between {@code &&} and {@code ||}. */
    List<String> parts(String simple) {
        return nodes(simple).stream().flatMap(Conditions::parts).toList();
    }

    private static Stream<String> parts(SimpleNode node) {
        return node instanceof LogicalExpression logical
                ? Stream.concat(parts(logical.getLeft()), parts(logical.getRight()))
                : Stream.of(node.toString());
    }

    /** Whether it holds an {@code &&} that is applied to the outcome of an {@code ||} in front of it. */
    boolean isReadFromLeft(String simple) {
        return nodes(simple).stream().anyMatch(Conditions::isReadFromLeft);
    }

    private static boolean isReadFromLeft(SimpleNode node) {
        return node instanceof LogicalExpression logical
                && (isAnd(logical) && logical.getLeft() instanceof LogicalExpression left && !isAnd(left)
                        || isReadFromLeft(logical.getLeft()));
    }

    private static boolean isAnd(LogicalExpression logical) {
        return logical.getOperator() == LogicalOperatorType.AND;
    }

    private List<SimpleNode> nodes(String simple) {
        try {
            return new SimplePredicateParser(model.context(), simple, true, new HashMap<>()).parseTokens();
        } catch (RuntimeException e) {
            return List.of();
        }
    }
}

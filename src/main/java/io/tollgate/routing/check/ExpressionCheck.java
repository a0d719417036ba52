package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.language.simple.ast.SimpleFunctionExpression;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.apache.camel.language.simple.types.SimpleToken;
import org.apache.camel.language.simple.types.SimpleTokenType;
import org.apache.camel.language.simple.types.TokenType;
import org.apache.camel.model.OptionalIdentifiedDefinition;

/** The expressions of steps: whether Camel can read them, and whether there are such event types as they compare with. */
final class ExpressionCheck implements Check {
    private static final SimpleToken START = new SimpleToken(new SimpleTokenType(TokenType.functionStart, "${"), 0);
    private static final String TYPE = "(?:stripeEventType|JMSType|\\btype)['\"\\])}]*";
    private static final String IS = "\\s*(?:==?|!=|eq|in)\\s*";
    private static final String WORD = "['\"]([a-z_]+(?:\\.[a-z_]+)+)['\"]";
    /** In other languages than simple, such as {@code .type == "invoice.paid"} in jq. */
    private static final Pattern COMPARISON =
            Pattern.compile(TYPE + IS + WORD + "|" + WORD + IS + "[\\w@$#.:({\\['\"]*" + TYPE);

    private final RouteModel model;
    private final ReachingTypes reaching;
    private final Conditions conditions;
    private final Evaluations evaluations;
    private final KnownTypes types;
    private final AskedNames names;
    private final Findings findings;

    ExpressionCheck(
            RouteModel model,
            ReachingTypes reaching,
            Conditions conditions,
            Evaluations evaluations,
            Findings findings) {
        this.model = model;
        this.reaching = reaching;
        this.conditions = conditions;
        this.evaluations = evaluations;
        this.types = evaluations.types();
        this.names = new AskedNames(model, evaluations, findings);
        this.findings = findings;
    }

    @Override
    public void check() {
        reaching.visit(this::check);
    }

    /** @param reaching the types of the events that come to the step; empty when they are not known */
    private void check(OptionalIdentifiedDefinition<?> step, Set<String> reaching) {
        for (StepExpression expression : StepExpression.of(model.yaml().yaml(step))) {
            String text = model.resolved(expression.text());
            if (!text.contains("{{")) {
                check(expression, text, reaching);
            }
        }
    }

    private void check(StepExpression expression, String text, Set<String> reaching) {
        Place place = expression.place();
        switch (expression.language()) {
            case "simple" -> simple(place, text, expression.isCondition(), reaching);
            case StepExpression.TEXT ->
                functions(place, text, reaching).forEach(f -> unknown(place, f, false, reaching));
            case "header", "variable", "exchangeProperty" ->
                names.check(place, expression.language(), text, false, reaching);
            case "constant" -> {}
            default -> other(expression, text);
        }
    }

    private void other(StepExpression expression, String text) {
        Place place = expression.place();
        if (expression.language().equals("jq") && expression.isCondition() && expression.hasResultType()) {
            findings.add(
                    Rule.INVALID_EXPRESSION,
                    place,
                    "A condition in jq that has a resultType is never true; leave resultType out");
        }
        COMPARISON
                .matcher(text)
                .results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                .filter(type -> !types.known().contains(type))
                .forEach(type -> unknown(place, type));
    }

    private void simple(Place place, String text, boolean isCondition, Set<String> reaching) {
        if (!isReadable(place, () -> evaluations.evaluation("simple", text, isCondition))) {
            return;
        }
        List<String> functions = functions(place, text, reaching);
        if (isCondition && conditions.isReadFromLeft(text)) {
            findings.add(
                    Rule.LEFT_TO_RIGHT,
                    place,
                    "Camel reads && and || from left to right, so this && holds for all in front of it; write the && first,"
                            + " or use a filter inside another");
        }
        for (String part : isCondition ? conditions.parts(text) : functions) {
            unknown(place, part, isCondition, reaching);
        }
        if (isCondition) {
            names.check(place, "simple", text, true, reaching);
        }
    }

    /** @return those that can be read */
    private List<String> functions(Place place, String text, Set<String> reaching) {
        List<String> functions = new ArrayList<>(StepExpression.functions(text));
        functions.removeIf(function -> !isReadable(place, () -> read(function)));
        functions.replaceAll(function -> "${" + function + "}");
        functions.forEach(function -> names.check(place, "simple", function, false, reaching));
        return functions;
    }

    /** Camel itself looks at one with another inside it only when it runs. */
    private void read(String function) {
        SimpleFunctionExpression expression = new SimpleFunctionExpression(START, new HashMap<>(), false);
        expression.addText(function);
        try {
            expression.createExpression(model.context(), function);
        } catch (SimpleParserException e) {
            throw e;
        } catch (RuntimeException e) {
            // what stands in it is known at run time only
        }
    }

    private boolean isReadable(Place place, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (RuntimeException e) {
            findings.add(
                    Rule.INVALID_EXPRESSION,
                    place,
                    "The expression in simple cannot be read: " + model.sentence(e) + "; correct it");
            return false;
        }
    }

    /** In messages from just any queue, JMSType is whatever their sender says. */
    private void unknown(Place place, String text, boolean isCondition, Set<String> reaching) {
        if (!reaching.isEmpty() || !text.contains("JMSType")) {
            evaluations.unknown(text, isCondition).forEach(word -> unknown(place, word));
        }
    }

    private void unknown(Place place, String word) {
        String type = word.strip();
        findings.add(
                Rule.UNKNOWN_EVENT_TYPE,
                place,
                types.known().contains(type)
                        ? "The space beside '" + type + "' counts for Camel, so this is never true; remove it"
                        : "Stripe has no event type " + (type.matches("\\w+(\\.\\w+)+") ? "'" : "like '") + type + "'"
                                + types.meant(type));
    }
}

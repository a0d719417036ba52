package io.tollgate.routing.check;

import java.util.regex.Pattern;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.bean.RuntimeBeanExpressionException;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.util.ObjectHelper;

/** Expressions that want fields of the body where it is a text still, such as {@code ${body[id]}}: each event fails there. */
final class BodyExpressions implements Check {
    private static final Pattern FIELD = Pattern.compile("(?:in[.:])?body\\s*[?]?[.\\[].*");

    private final RouteModel model;
    private final ReceivedBody body;
    private final Evaluations evaluations;
    private final Findings findings;

    BodyExpressions(RouteModel model, ReceivedBody body, Evaluations evaluations, Findings findings) {
        this.model = model;
        this.body = body;
        this.evaluations = evaluations;
        this.findings = findings;
    }

    @Override
    public void check() {
        model.routes()
                .forEach(route ->
                        RouteModel.steps(route).stream().filter(body::isAt).forEach(this::check));
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        for (StepExpression expression : StepExpression.of(model.yaml().yaml(step))) {
            String language = expression.language();
            if (language.equals("simple") || language.equals(StepExpression.TEXT)) {
                StepExpression.functions(model.resolved(expression.text())).stream()
                        .filter(function -> FIELD.matcher(function).matches() && fails(function))
                        .forEach(function -> add(expression.place(), function));
            }
        }
    }

    private boolean fails(String function) {
        try {
            evaluations
                    .evaluation("simple", "${" + function + "}", false)
                    .apply(evaluations.sample("").exchange());
            return false;
        } catch (RuntimeException e) {
            return ObjectHelper.getException(MethodNotFoundException.class, e) != null
                    || ObjectHelper.getException(RuntimeBeanExpressionException.class, e) != null;
        }
    }

    private void add(Place place, String function) {
        findings.add(
                Rule.INVALID_EXPRESSION,
                place,
                "Each event would fail here: the body is the text that was received, so ${" + function
                        + "} finds nothing in it; read the variable event, as in ${variable.event[data][object][id]}"
                        + " (behind a queue, begin with unmarshal, json and variableReceive: event)");
    }
}

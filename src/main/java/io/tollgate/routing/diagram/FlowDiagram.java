package io.tollgate.routing.diagram;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * One route, drawn from what Camel has read: so it shows what runs, and not what a file may say meanwhile.
 *
 * @param id of the route
 * @param description as its author has written it; empty for none
 * @param from what it begins with
 */
public record FlowDiagram(String id, String description, Step from) {
    private static final int LONGEST = 200;

    /**
     * @param kind the name of the step in YAML, such as {@code to} or {@code choice}
     * @param id as in its file, or made up by Camel
     * @param text where it sends to, or what it decides by; empty for none. No parameter of an address, which may be a secret
     * @param steps what is inside, or of a {@code from} what follows
     */
    public record Step(String kind, String id, String text, List<Step> steps) {}

    /** @throws RuntimeException of Camel for a definition that it has not read whole */
    public static FlowDiagram of(RouteDefinition route) {
        FromDefinition from = route.getInput();
        return new FlowDiagram(
                route.getRouteId(),
                text(route.getDescription()),
                new Step("from", text(from.getId()), address(from.getUri()), steps(route.getOutputs())));
    }

    private static List<Step> steps(List<ProcessorDefinition<?>> definitions) {
        return definitions.stream().map(FlowDiagram::step).toList();
    }

    private static Step step(ProcessorDefinition<?> definition) {
        return new Step(
                definition.getShortName(),
                text(definition.getId()),
                saying(definition),
                definition instanceof ChoiceDefinition choice ? branches(choice) : steps(definition.getOutputs()));
    }

    /** Camel itself has the steps of all of them in one list. */
    private static List<Step> branches(ChoiceDefinition choice) {
        List<Step> branches = new ArrayList<>();
        choice.getWhenClauses()
                .forEach(when -> branches.add(new Step(
                        "when",
                        text(when.getId()),
                        cut(text(when.getExpression().getExpression())),
                        steps(when.getOutputs()))));
        OtherwiseDefinition otherwise = choice.getOtherwise();
        if (otherwise != null) {
            branches.add(new Step("otherwise", text(otherwise.getId()), "", steps(otherwise.getOutputs())));
        }
        return branches;
    }

    private static String saying(ProcessorDefinition<?> definition) {
        if (definition instanceof SendDefinition<?> send) {
            return address(send.getUri());
        } else if (definition instanceof ToDynamicDefinition send) {
            return address(send.getUri());
        } else if (definition instanceof ExpressionNode node && node.getExpression() != null) {
            return cut(text(node.getExpression().getExpression()));
        }
        return "";
    }

    private static String address(String uri) {
        return cut(text(URISupport.sanitizeUri(StringHelper.before(uri, "?", uri))));
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

package io.tollgate.routing.check;

import io.tollgate.inbox.EventTypes;
import io.tollgate.routing.check.TypeCondition.Mention;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.SimpleExpression;

/**
 * The event types that conditions name: whether Stripe has them. {@code event-types.txt} in the folder names others that
 * are meant, such as an alias or one that is newer than this gateway.
 */
final class TypeNames {
    private static final String ALLOWED = "event-types.txt";

    private final RouteModel model;
    private final Findings findings;
    private final Set<String> known = new TreeSet<>(EventTypes.known());

    TypeNames(RouteModel model, Snapshot snapshot, Findings findings) {
        this.model = model;
        this.findings = findings;
        if (snapshot.files().containsKey(ALLOWED)) {
            snapshot.text(ALLOWED)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(known::add);
        }
    }

    void check() {
        for (RouteDefinition route : model.routes()) {
            RouteModel.steps(route).forEach(step -> check(step, model.isFlow(route)));
        }
    }

    /** @param isStripes whether the header JMSType is: not in messages from just any queue */
    private void check(OptionalIdentifiedDefinition<?> step, boolean isStripes) {
        if (!(step instanceof HasExpressionType node) || !(node.getExpressionType() instanceof SimpleExpression)) {
            return;
        }
        String condition = model.resolved(RouteModel.expression(step));
        if (!isStripes && condition.contains("JMSType")) {
            return;
        }
        Set<String> said = new HashSet<>();
        for (Mention mention : TypeCondition.mentions(condition)) {
            if (!said.add(mention.text())) {
                continue;
            }
            if (!mention.isReadable()) {
                findings.add(
                        Rule.INVALID_EXPRESSION,
                        model.placeOf(step, mention.text()),
                        "'" + mention.text() + "' is no regular expression; correct it");
            } else if (!isKnown(mention)) {
                findings.add(
                        Rule.UNKNOWN_EVENT_TYPE,
                        model.placeOf(step, mention.text()),
                        "Stripe has no event type " + what(mention) + suggestion(mention) + " If it is meant, add "
                                + (mention.isWhole() ? "it" : "such a type") + " to " + ALLOWED + ".");
            }
        }
    }

    private boolean isKnown(Mention mention) {
        return known.stream().anyMatch(mention::matches);
    }

    private static String what(Mention mention) {
        return switch (mention.operator()) {
            case "startsWith", "starts with" -> "that begins with '" + mention.text() + "'";
            case "endsWith", "ends with" -> "that ends with '" + mention.text() + "'";
            case "contains", "!contains", "~~" -> "with '" + mention.text() + "' in it";
            case "regex", "!regex" -> "like '" + mention.text() + "'";
            default -> "'" + mention.text() + "'";
        };
    }

    private String suggestion(Mention mention) {
        if (mention.isWhole()) {
            return TypeSuggestion.of(mention.text(), known)
                    .map(type -> ", did you mean '" + type + "'?")
                    .orElse(".");
        }
        return mention.operator().startsWith("start") ? NearMatch.question(mention.text(), beginnings()) : ".";
    }

    /** {@code customer.} and {@code customer.subscription.} of each type. */
    private List<String> beginnings() {
        Set<String> beginnings = new TreeSet<>();
        for (String type : known) {
            for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
                beginnings.add(type.substring(0, dot + 1));
            }
        }
        return List.copyOf(beginnings);
    }
}

package io.tollgate.routing;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.util.URISupport;

/** Which endpoints a flow under the relay must not send to, because they don't join the relay's transactions. */
final class RefusedEndpoints {
    private static final Set<String> ALLOWED = Set.of(
            "direct",
            "jms",
            "sql",
            "log",
            "bean",
            "class",
            "mustache",
            "language",
            "validator",
            "dataformat",
            "xslt",
            "mock");

    /** A parameter that leaves the relay's transaction, unless its value is one of {@code harmless}. */
    private record Parameter(String scheme, String name, Set<String> harmless, String breaks) {
        boolean isRefused(String scheme, Map<String, Object> parameters) {
            Object value = parameters.get(name);
            return this.scheme.equals(scheme) && value != null && !harmless.contains(value.toString());
        }
    }

    private static final String REPLY = "waits for a reply to a message that is sent with the commit only";
    private static final String OUTSIDE = "sends outside the relay's transaction";
    private static final String BESIDE = "opens a transaction beside the relay's";

    private static final List<Parameter> PARAMETERS = List.of(
            new Parameter("jms", "connectionFactory", Set.of(), OUTSIDE),
            new Parameter("jms", "templateConnectionFactory", Set.of(), OUTSIDE),
            new Parameter("jms", "configuration", Set.of(), OUTSIDE),
            new Parameter("jms", "username", Set.of(), OUTSIDE),
            new Parameter("jms", "password", Set.of(), OUTSIDE),
            new Parameter("jms", "transactionManager", Set.of(), BESIDE),
            new Parameter("jms", "transacted", Set.of("false"), BESIDE),
            new Parameter("jms", "exchangePattern", Set.of("InOnly"), REPLY),
            new Parameter("jms", "replyTo", Set.of(), REPLY),
            new Parameter("sql", "dataSource", Set.of(), "writes outside the relay's transaction"),
            new Parameter(
                    "sql", "outputType", Set.of("SelectList", "SelectOne"), "works outside the relay's transaction"),
            new Parameter("direct", "failIfNoConsumers", Set.of("true"), "drops the event when the flow is missing"));

    private static final String QUEUE_FIRST =
            "; send to a queue instead, and put the step into a flow of its own that starts at that queue";

    private final CamelContext context;
    private final Set<String> directs = new HashSet<>();

    RefusedEndpoints(ModelCamelContext context) {
        this.context = context;
        context.getRouteDefinitions().stream()
                .filter(this::isFlowUnderRelay)
                .forEach(route -> directs.add(path(from(route))));
    }

    boolean isFlowUnderRelay(RouteDefinition route) {
        return scheme(from(route)).equals("direct");
    }

    boolean hasRoute(String direct) {
        return directs.contains(path(direct));
    }

    /** One sentence a reason, each with its way out. */
    List<String> broken(ProcessorDefinition<?> step) {
        if (step instanceof WireTapDefinition<?>) {
            return List.of();
        }
        if (step instanceof ToDynamicDefinition to) {
            return dynamic(to.getUri(), to.getPattern());
        }
        if (step instanceof SendDefinition<?> to) {
            return fixed(resolved(to.getEndpointUri()), to instanceof ToDefinition t ? t.getPattern() : null);
        }
        if (step instanceof EnrichDefinition enrich) {
            return dynamic(expression(enrich), "InOut");
        }
        if (step instanceof RecipientListDefinition<?>
                || step instanceof RoutingSlipDefinition<?>
                || step instanceof DynamicRouterDefinition<?>) {
            List<String> sentences = new ArrayList<>();
            for (String uri : expression((ExpressionNode) step).split(",")) {
                sentences.addAll(dynamic(uri.strip(), null));
            }
            return sentences;
        }
        return List.of();
    }

    private List<String> fixed(String uri, String pattern) {
        List<String> sentences = new ArrayList<>(parts(uri, pattern));
        if (scheme(uri).equals("direct") && !directs.contains(path(uri))) {
            sentences.add("no route starts at " + "direct:" + path(uri)
                    + ", so each of its events would fail; correct the name or add the flow");
        }
        return sentences;
    }

    private List<String> dynamic(String uri, String pattern) {
        String beginning = resolved(uri);
        if (!beginning.matches("[a-z][a-z0-9-]*:.*")) {
            return List.of("where it sends to is known only when it runs; begin the destination with an allowed"
                    + " component, such as jms:queue:");
        }
        return parts(beginning, pattern);
    }

    private List<String> parts(String uri, String pattern) {
        String scheme = scheme(uri);
        if (!ALLOWED.contains(scheme)) {
            return List.of(scheme + ": does not join the relay's transaction" + QUEUE_FIRST);
        }
        List<String> sentences = new ArrayList<>();
        if (scheme.equals("jms") && pattern != null && !pattern.equals("InOnly")) {
            sentences.add("InOut waits for a reply to a message that is sent with the commit only" + QUEUE_FIRST);
        }
        Map<String, Object> parameters = parameters(uri);
        for (Parameter parameter : PARAMETERS) {
            if (parameter.isRefused(scheme, parameters)) {
                sentences.add("parameter " + parameter.name() + " of " + scheme + ": " + parameter.breaks()
                        + "; remove the parameter, or " + QUEUE_FIRST.substring(2));
            }
        }
        return sentences;
    }

    private String from(RouteDefinition route) {
        return route.getInput() == null ? "" : resolved(route.getInput().getEndpointUri());
    }

    /** A placeholder that is not defined is reported when the set starts, with the route's name. */
    private String resolved(String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    private static String expression(ExpressionNode step) {
        String text = step.getExpression().getExpression();
        return text == null ? "" : text;
    }

    private static String scheme(String uri) {
        return uri.split("[:?]", 2)[0];
    }

    private static String path(String uri) {
        String path = uri.contains(":") ? uri.substring(uri.indexOf(':') + 1) : "";
        return path.replaceFirst("^/+", "").replaceFirst("\\?.*", "");
    }

    private static Map<String, Object> parameters(String uri) {
        int query = uri.indexOf('?');
        try {
            return query < 0 ? Map.of() : URISupport.parseQuery(uri.substring(query + 1), false, true);
        } catch (URISyntaxException e) {
            return Map.of();
        }
    }
}

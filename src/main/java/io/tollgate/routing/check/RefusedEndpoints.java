package io.tollgate.routing.check;

import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.util.URISupport;

/** Which endpoints a flow under the relay must not send to, because they don't join the relay's transactions. */
final class RefusedEndpoints {
    private static final Set<String> ALLOWED = Set.of(
            "direct", "jms", "sql", "log", "bean", "class", "mustache", "language", "validator", "dataformat", "xslt");

    /** A parameter that leaves the relay's transaction, unless its value is one of {@code harmless}. */
    private record Parameter(String scheme, String name, Set<String> harmless, String breaks) {
        boolean isRefused(String scheme, Map<String, Object> parameters) {
            Object value = parameters.get(name);
            return this.scheme.equals(scheme) && value != null && !harmless.contains(value.toString());
        }
    }

    private static final String COMPONENT = "(?s)[a-z][a-z0-9+-]*:.*";

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
            new Parameter(
                    "jms", "headerFilterStrategy", Set.of(), "lets the properties of a message choose for the flow"),
            new Parameter("jms", "exchangePattern", Set.of("InOnly"), REPLY),
            new Parameter("jms", "replyTo", Set.of(), REPLY),
            new Parameter("sql", "dataSource", Set.of(), "writes outside the relay's transaction"),
            new Parameter(
                    "sql", "outputType", Set.of("SelectList", "SelectOne"), "works outside the relay's transaction"),
            new Parameter(
                    "xslt", "output", Set.of("string", "bytes", "DOM"), "writes a file, which no rollback takes back"),
            new Parameter("direct", "failIfNoConsumers", Set.of("true"), "drops the event when the flow is missing"));

    private final RouteModel model;
    private final Findings findings;

    RefusedEndpoints(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    void check(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof WireTapDefinition<?>) {
            return;
        }
        List<String> uris = model.destinations(step);
        if (step instanceof SendDefinition<?> && !(step instanceof ToDynamicDefinition)) {
            uris.forEach(uri -> endpoint(step, uri, step instanceof ToDefinition to ? to.getPattern() : null));
        } else {
            uris.forEach(uri -> dynamic(step, uri));
        }
    }

    /** Elsewhere: where a flow sends, when no file says to which component, so that a message would choose. */
    void checkOpen(OptionalIdentifiedDefinition<?> step) {
        boolean isStatic = step instanceof SendDefinition<?> && !(step instanceof ToDynamicDefinition);
        model.destinations(step).stream()
                .filter(uri -> !isStatic && !uri.matches(COMPONENT))
                .forEach(uri -> findings.add(
                        Rule.OPEN_DESTINATION,
                        model.placeOf(step, uri),
                        "The message says to which component this sends; begin the destination with one, such as"
                                + " jms:queue:"));
    }

    private void dynamic(OptionalIdentifiedDefinition<?> step, String uri) {
        if (!uri.matches(COMPONENT)) {
            findings.add(
                    Rule.REFUSED_ENDPOINT,
                    model.placeOf(step, uri),
                    "where it sends to is known only when it runs; begin the destination with an allowed component, such"
                            + " as jms:queue:");
            return;
        }
        String pattern = step instanceof EnrichDefinition ? "InOut" : null;
        endpoint(step, uri, step instanceof ToDynamicDefinition to ? to.getPattern() : pattern);
    }

    private void endpoint(OptionalIdentifiedDefinition<?> step, String uri, String pattern) {
        String scheme = RouteModel.scheme(uri);
        if (!ALLOWED.contains(scheme)) {
            boolean named = step instanceof SendDefinition<?> || step instanceof ToDynamicDefinition;
            if (named && !model.hasComponent(scheme)) {
                // a finding of its own
                return;
            }
            findings.add(
                    Rule.REFUSED_ENDPOINT,
                    model.placeOf(step, scheme),
                    scheme.equals("mock")
                            ? "mock: keeps each event in memory and sends nothing; send to a queue instead, or to log:"
                            : scheme + ": does not join the relay's transaction" + RefusedSteps.WAY_OUT);
            return;
        }
        if (scheme.equals("jms") && pattern != null && !pattern.equals("InOnly")) {
            findings.add(
                    Rule.REFUSED_OPTION,
                    model.placeOf(step, pattern),
                    "InOut waits for a reply to a message that is sent with the commit only" + RefusedSteps.WAY_OUT);
        }
        Map<String, Object> parameters = parameters(uri);
        for (Parameter parameter : PARAMETERS) {
            if (parameter.isRefused(scheme, parameters)) {
                findings.add(
                        Rule.REFUSED_OPTION,
                        model.placeOf(step, parameter.name()),
                        "parameter " + parameter.name() + " of " + scheme + ": " + parameter.breaks()
                                + "; remove the parameter, or " + RefusedSteps.WAY_OUT.substring(2));
            }
        }
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

package io.tollgate.routing.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.dataformat.JsonDataFormat;
import org.apache.camel.model.dataformat.YAMLDataFormat;

/**
 * What the body is at each {@code jms:}. A Map becomes a MapMessage there, which holds no nested JSON: the send fails, or
 * consumers get something else than the event.
 */
final class MessageBodies {
    private static final String OBJECT_OF_THE_EVENT =
            "\\s*\\$\\{variable\\.event(\\[data](\\[(object|previous_attributes)])?)?}\\s*";

    private final RouteModel model;
    private final Findings findings;
    private final Map<String, RouteDefinition> flows = new HashMap<>();
    private final Set<String> walked = new HashSet<>();

    MessageBodies(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
        model.routes().stream()
                .filter(model::isUnderRelay)
                .forEach(route -> flows.put(RouteModel.path(model.from(route)), route));
    }

    void check() {
        model.routes().stream()
                .filter(route -> !model.isUnderRelay(route))
                .forEach(route -> walk(route.getOutputs(), false));
        flow(RouteModel.ROUTER, false);
    }

    /** @return whether the body is a Map after it */
    private boolean flow(String name, boolean map) {
        RouteDefinition route = flows.get(name);
        return route != null && walked.add(name + map) ? walk(route.getOutputs(), map) : map;
    }

    private boolean walk(Iterable<? extends OptionalIdentifiedDefinition<?>> steps, boolean before) {
        boolean map = before;
        for (OptionalIdentifiedDefinition<?> step : steps) {
            map = after(step, map);
        }
        return map;
    }

    private boolean after(OptionalIdentifiedDefinition<?> step, boolean map) {
        boolean after = map;
        for (String uri : model.destinations(step)) {
            String scheme = RouteModel.scheme(uri);
            if (scheme.equals("jms") && map) {
                findings.add(
                        Rule.MAP_TO_JMS,
                        model.place(step),
                        "The body is a Map here, which jms: sends as a MapMessage without what is nested in it; keep the"
                                + " raw body with variableReceive on the unmarshal, or marshal it to json before");
            }
            after = switch (scheme) {
                case "direct" -> flow(RouteModel.path(uri), map);
                case "jms", "log", "mock" -> map;
                case "sql" -> map && uri.matches(".*[?&]noop=true.*");
                default -> false;
            };
        }
        if (step instanceof UnmarshalDefinition unmarshal) {
            return unmarshal.getVariableReceive() == null ? isMap(unmarshal) : map;
        }
        if (step instanceof SetBodyDefinition || step instanceof TransformDefinition) {
            return RouteModel.expression(step).matches(OBJECT_OF_THE_EVENT);
        }
        if (step instanceof ProcessDefinition process) {
            return "mailModel".equals(process.getRef()) || map && "unroutedTypes".equals(process.getRef());
        }
        if (step instanceof MarshalDefinition || step instanceof ConvertBodyDefinition) {
            return false;
        }
        return branches(step, after);
    }

    /** Of branches, each begins with the body from before; of other steps inside a step, each with that of the one above. */
    private boolean branches(OptionalIdentifiedDefinition<?> step, boolean map) {
        boolean first = map && !(step instanceof SplitDefinition);
        boolean inSequence = !(step instanceof ChoiceDefinition) && !(step instanceof MulticastDefinition);
        boolean body = first;
        boolean some = map;
        for (OptionalIdentifiedDefinition<?> child : YamlRoutes.children(step)) {
            body = after(child, inSequence ? body : first);
            some |= body;
        }
        return some;
    }

    private static boolean isMap(UnmarshalDefinition unmarshal) {
        return unmarshal.getDataFormatType() instanceof JsonDataFormat json && json.getUnmarshalTypeName() == null
                || unmarshal.getDataFormatType() instanceof YAMLDataFormat yaml && yaml.getUnmarshalTypeName() == null;
    }
}

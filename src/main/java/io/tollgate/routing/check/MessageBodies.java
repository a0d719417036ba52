package io.tollgate.routing.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.dataformat.JsonDataFormat;
import org.apache.camel.model.dataformat.YAMLDataFormat;
import org.apache.camel.model.language.VariableExpression;

/**
 * What the body is at each {@code jms:}. A Map becomes a MapMessage there, which holds no nested JSON: the send fails, or
 * consumers get something else than the event.
 */
final class MessageBodies {
    private static final String OBJECT_OF_THE_EVENT =
            "\\s*\\$\\{variable\\.event(\\[data](\\[(object|previous_attributes)](\\[metadata])?)?)?}\\s*";

    private final RouteModel model;
    private final Findings findings;
    private final Map<String, RouteDefinition> flows;
    /** By name and body before it: whether the body is a Map after a flow. */
    private final Map<String, Boolean> walked = new HashMap<>();

    MessageBodies(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
        this.flows = model.flows();
    }

    void check() {
        model.routes().stream().filter(route -> !model.isFlow(route)).forEach(route -> walk(route.getOutputs(), false));
        flow(RouteModel.ROUTER, false);
    }

    /** @return whether the body is a Map after it */
    private boolean flow(String name, boolean map) {
        RouteDefinition route = flows.get(name);
        if (route == null) {
            return false;
        }
        String key = name + map;
        if (!walked.containsKey(key)) {
            // for a flow that calls itself
            walked.put(key, map);
            walked.put(key, walk(route.getOutputs(), map));
        }
        return walked.get(key);
    }

    private boolean walk(Iterable<? extends OptionalIdentifiedDefinition<?>> steps, boolean before) {
        boolean map = before;
        for (OptionalIdentifiedDefinition<?> step : steps) {
            map = after(step, map);
        }
        return map;
    }

    private boolean after(OptionalIdentifiedDefinition<?> step, boolean map) {
        if (RouteModel.isDisabled(step)) {
            return map;
        }
        if (step instanceof UnmarshalDefinition unmarshal) {
            return unmarshal.getVariableReceive() == null ? isMap(unmarshal) : map;
        }
        if (step instanceof MarshalDefinition marshal) {
            return marshal.getVariableReceive() != null && map;
        }
        if (step instanceof SetBodyDefinition || step instanceof TransformDefinition) {
            return isEvent((HasExpressionType) step);
        }
        if (step instanceof ProcessDefinition process) {
            return "mailModel".equals(process.getRef()) || map && "unroutedTypes".equals(process.getRef());
        }
        if (step instanceof ConvertBodyDefinition || step instanceof BeanDefinition) {
            return false;
        }
        List<String> uris = model.destinations(step);
        if (uris.isEmpty()) {
            return inside(step, map);
        }
        boolean after = map;
        for (String uri : uris) {
            after = afterSending(step, uri, map);
        }
        return after;
    }

    private static boolean isEvent(HasExpressionType step) {
        String text = RouteModel.expression(step);
        return step.getExpressionType() instanceof VariableExpression
                ? text.equals("event")
                : text.matches(OBJECT_OF_THE_EVENT);
    }

    private boolean afterSending(OptionalIdentifiedDefinition<?> step, String uri, boolean map) {
        boolean keepsBody = step instanceof ToDefinition to && to.getVariableReceive() != null;
        boolean sendsAnother = step instanceof ToDefinition to && to.getVariableSend() != null;
        return switch (RouteModel.scheme(uri)) {
            case "direct" -> flow(RouteModel.path(uri), map) && !keepsBody || map && keepsBody;
            case "jms" -> {
                if (map && !sendsAnother && !uri.contains("jmsMessageType=")) {
                    findings.add(
                            Rule.MAP_TO_JMS,
                            model.place(step),
                            "The body is a Map here, which jms: sends as a MapMessage without what is nested in it; keep"
                                    + " the raw body with variableReceive on the unmarshal, or marshal it to json before");
                }
                yield map;
            }
            case "log", "mock" -> map;
            case "sql" -> map && (keepsBody || uri.matches(".*[?&]noop=true.*"));
            default -> map && keepsBody;
        };
    }

    /** Of branches, each begins with the body from before; of other steps inside a step, each with that of the one above. */
    private boolean inside(OptionalIdentifiedDefinition<?> step, boolean map) {
        List<OptionalIdentifiedDefinition<?>> children = YamlRoutes.children(step);
        if (step instanceof ChoiceDefinition choice) {
            boolean some = choice.getOtherwise() == null && map;
            for (OptionalIdentifiedDefinition<?> branch : children) {
                some |= after(branch, map);
            }
            return some;
        }
        boolean isSplit = step instanceof SplitDefinition;
        boolean mayBeLeftOut = isSplit || step instanceof FilterDefinition || step instanceof MulticastDefinition;
        boolean body = !isSplit && map;
        for (OptionalIdentifiedDefinition<?> child : children) {
            body = after(child, step instanceof MulticastDefinition ? map : body);
        }
        return children.isEmpty() ? map : body || mayBeLeftOut && map;
    }

    private static boolean isMap(UnmarshalDefinition unmarshal) {
        return unmarshal.getDataFormatType() instanceof JsonDataFormat json && isMap(json.getUnmarshalTypeName())
                || unmarshal.getDataFormatType() instanceof YAMLDataFormat yaml && isMap(yaml.getUnmarshalTypeName());
    }

    private static boolean isMap(String type) {
        return type == null || type.endsWith("Map");
    }
}

package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.Exchange;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.nodes.Node;

/** What expressions ask an event for: headers and variables that nothing sets, fields that Stripe does not have. */
final class AskedNames {
    private static final Set<String> SETTING = Set.of("setVariable", "setVariables", "variables");

    private static final Set<String> READING = Set.of("header", "variable", "expression");

    private final Evaluations evaluations;
    private final Findings findings;
    /** All that stands in the routes: what a route names, it may set. */
    private final Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private final Set<String> variables = new TreeSet<>(Set.of("event", "receivedAt"));
    private boolean isEventSet;

    AskedNames(RouteModel model, Evaluations evaluations, Findings findings) {
        this.evaluations = evaluations;
        this.findings = findings;
        model.routes().forEach(route -> Yaml.walk(model.yaml().yaml(route).value(), this::collect));
    }

    private void collect(Node key, Node value) {
        String option = key == null ? "variables" : Yaml.text(key);
        if (!READING.contains(option)) {
            words.add(Yaml.text(value));
        }
        if (option.equals("variableReceive")) {
            variables.add(Yaml.text(value));
        } else if (SETTING.contains(option)) {
            Yaml.child(value, "name").map(Yaml::text).ifPresent(name -> {
                isEventSet |= name.equals("event");
                variables.add(name);
            });
        }
    }

    /**
     * Lets Camel evaluate it for the events that come to it.
     *
     * @param reaching their types; empty when they are not known
     */
    void check(Place place, String language, String text, boolean isCondition, Set<String> reaching) {
        Function<Exchange, Object> evaluation;
        try {
            evaluation = evaluations.evaluation(language, text, isCondition);
        } catch (RuntimeException e) {
            return;
        }
        List<Map<String, Collection<String>>> unknown = new ArrayList<>();
        for (String type : samples(reaching)) {
            SampleEvent event = evaluations.sample(type);
            try {
                evaluation.apply(event.exchange());
            } catch (RuntimeException e) {
                failed(place, e);
            }
            names(place, event.asked());
            unknown.add(event.asked().unknownFields);
        }
        // Where others have no such field, they may not even have what it is in.
        unknown.forEach(fields -> fields.forEach((field, others) -> {
            if (unknown.stream()
                    .allMatch(any -> any.keySet().stream().anyMatch(f -> (field + ".").startsWith(f + ".")))) {
                field(place, field, others);
            }
        }));
    }

    /** One type for each kind of object; where there is one that may have any fields, that is enough. */
    private Collection<String> samples(Set<String> reaching) {
        if (reaching.isEmpty() || isEventSet) {
            return List.of("");
        }
        Map<Class<?>, String> known = new HashMap<>();
        Map<Boolean, String> others = new HashMap<>();
        for (String type : reaching) {
            Class<?> object = SampleObject.model(type);
            if (object == null) {
                others.put(SampleObject.isThin(type), type);
            } else {
                known.put(object, type);
            }
        }
        return others.isEmpty() ? known.values() : others.values();
    }

    private void names(Place place, Asked asked) {
        for (String name : asked.headers) {
            if (!words.contains(name) && SampleEvent.HEADERS.stream().noneMatch(name::equalsIgnoreCase)) {
                NearMatch.of(name, SampleEvent.HEADERS)
                        .ifPresent(near -> nothing(Rule.UNKNOWN_HEADER, place, "header", name, near));
            }
        }
        for (String name : asked.variables) {
            if (!words.contains(name) && !variables.contains(name)) {
                NearMatch.of(name, variables)
                        .filter(near -> 3 * NearMatch.edits(name, near) <= near.length())
                        .ifPresent(near -> nothing(Rule.UNKNOWN_VARIABLE, place, "variable", name, near));
            }
        }
    }

    private void nothing(Rule rule, Place place, String kind, String name, String near) {
        findings.add(
                rule,
                place,
                "Nothing sets the " + kind + " '" + name + "', so it is null for each event; did you mean '" + near
                        + "'?");
    }

    private void field(Place place, String path, Collection<String> others) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        if (!evaluations.types().known().contains(path)) {
            findings.add(
                    Rule.UNKNOWN_FIELD,
                    place,
                    "Stripe has no field '" + name + "' here, so it is null for each event"
                            + NearMatch.question(name, others) + " If it is newer than this gateway, add " + path
                            + " to "
                            + KnownTypes.ALLOWED + ".");
        }
    }

    private void failed(Place place, RuntimeException failure) {
        MethodNotFoundException method = ObjectHelper.getException(MethodNotFoundException.class, failure);
        PatternSyntaxException regex = ObjectHelper.getException(PatternSyntaxException.class, failure);
        if (regex != null) {
            findings.add(
                    Rule.INVALID_EXPRESSION,
                    place,
                    "'" + regex.getPattern() + "' is no regular expression; correct it");
        } else if (method != null && method.getBean() instanceof SampleObject map && map.isKnown()) {
            noMethod(place, method, "a Map, so write brackets, as in ${variable.event[data][object][id]}");
        } else if (method != null && method.getBean() instanceof String text && !text.equals(SampleEvent.BODY)) {
            noMethod(place, method, "a text, so write an operator such as ==, or a method of java.lang.String");
        }
    }

    private void noMethod(Place place, MethodNotFoundException method, String what) {
        findings.add(
                Rule.INVALID_EXPRESSION,
                place,
                "Each event would fail here: '" + method.getMethodName() + "' is no method of " + what);
    }
}

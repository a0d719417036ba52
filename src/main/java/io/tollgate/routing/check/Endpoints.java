package io.tollgate.routing.check;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.queue.Redelivery;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** The endpoints that steps name: whether there is such a component, and whether it has such options. */
final class Endpoints {
    private static final Set<String> WITH_ENDPOINT = Set.of("from", "to", "toD", "wireTap", "poll");

    private static final Pattern TIME = Pattern.compile("(\\d+(d|h|m|s|ms)\\s*)+");

    private final CamelModels models;
    private final Findings findings;

    Endpoints(CamelModels models, Findings findings) {
        this.models = models;
        this.findings = findings;
    }

    /** And of the steps inside it. */
    void check(YamlStep step) {
        if (WITH_ENDPOINT.contains(step.name())) {
            String uri = step.option("uri").map(Yaml::text).orElse(Yaml.text(step.value()));
            String scheme = uri.split("[:?]", 2)[0];
            if (scheme.matches("[a-z][a-z0-9+-]*")) {
                check(step, uri, scheme);
            }
        }
        step.children().forEach(this::check);
    }

    private void check(YamlStep step, String uri, String scheme) {
        ComponentModel component = models.component(scheme).orElse(null);
        if (component == null) {
            findings.add(
                    CamelModules.ofComponent(scheme).isPresent() ? Rule.MISSING_MODULE : Rule.UNKNOWN_COMPONENT,
                    step.placeOf(uri),
                    noComponent(scheme, models));
            return;
        }
        Map<String, String> given = new HashMap<>();
        step.option("parameters")
                .ifPresent(parameters -> Yaml.entries(parameters)
                        .forEach(entry -> given.put(Yaml.text(entry.getKeyNode()), Yaml.text(entry.getValueNode()))));
        try {
            if (uri.contains(":")) {
                given.putAll(models.catalog().endpointProperties(readable(uri)));
            }
            if (scheme.equals("jms") && step.name().equals("from")) {
                redelivery(step, given);
            }
            report(step, scheme, component, models.catalog().validateProperties(scheme, given), given.keySet());
        } catch (URISyntaxException | RuntimeException e) {
            findings.add(
                    Rule.INVALID_OPTION,
                    step.placeOf(uri),
                    "'" + scheme + ":' cannot read this address; put its options under parameters:");
        }
    }

    /** Options that are ours, beside Camel's. */
    private void redelivery(YamlStep step, Map<String, String> given) {
        for (String option : Redelivery.OPTIONS) {
            String value = given.remove(option);
            try {
                if (value != null && !value.contains("{{")) {
                    Redelivery.DEFAULT.with(Map.of(option, value));
                }
            } catch (InvalidConfiguration e) {
                findings.add(Rule.INVALID_OPTION, step.placeOf(option), e.getMessage());
            }
        }
    }

    /** One that Camel has elsewhere is not a mistyped one of those that are here. */
    static String noComponent(String scheme, CamelModels models) {
        if (scheme.startsWith("activemq")) {
            return "There is no component '" + scheme + "'; jms: is the one for the broker here, so write jms:";
        }
        return CamelModules.ofComponent(scheme)
                .map(module -> "The component '" + scheme + "' is not here; " + CamelModules.wayOut(module)
                        + ". Then use it in a flow that starts at a queue")
                .orElseGet(() -> "There is no component '" + scheme + "'"
                        + NearMatch.of(scheme, models.componentNames())
                                .or(() -> NearMatch.of(scheme, CamelModules.componentNames()))
                                .map(near -> ", did you mean '" + near + "'?")
                                .orElse(".")
                        + " Use one that there is, or put the jar that has it into lib/ and start again.");
    }

    private void report(
            YamlStep step,
            String scheme,
            ComponentModel component,
            EndpointValidationResult result,
            Set<String> given) {
        Set<String> unknown = result.getUnknown() == null || component.isLenientProperties()
                ? Set.of()
                : new TreeSet<>(result.getUnknown());
        List<String> known = component.getEndpointOptions().stream()
                .map(BaseOptionModel::getName)
                .toList();
        unknown.forEach(option -> findings.add(
                Rule.UNKNOWN_OPTION,
                step.placeOf(option),
                scheme + ": has no option '" + option + "'" + NearMatch.question(option, known)
                        + " Correct or remove it."));
        if (unknown.isEmpty()) {
            component.getEndpointOptions().stream()
                    .filter(option -> option.isRequired() && !given.contains(option.getName()))
                    .forEach(option -> findings.add(
                            Rule.INVALID_OPTION,
                            step.place(),
                            scheme + ": needs '" + option.getName() + "'; add it under parameters:"));
        }
        invalid(step, result.getInvalidBoolean(), "true or false");
        invalid(step, withoutTimes(component, result.getInvalidInteger()), "a whole number");
        invalid(step, result.getInvalidNumber(), "a number");
        invalid(step, result.getInvalidDuration(), "a time such as 500ms or 30s");
        if (result.getInvalidEnum() != null) {
            result.getInvalidEnum().forEach((option, value) -> {
                String[] choices = result.getInvalidEnumChoices().get(option);
                invalid(step, Map.of(option, value), "one of " + String.join(", ", choices));
            });
        }
    }

    /** Whose characters say nothing of options: what is taken as it is, and what is known at run time only. */
    private static String readable(String uri) {
        return uri.replaceAll("RAW\\([^)]*\\)|RAW\\{[^}]*}", "raw").replaceAll("\\$\\{[^{}]*}", "value");
    }

    /** Camel takes a time where it wants a long. */
    private static Map<String, String> withoutTimes(ComponentModel component, Map<String, String> options) {
        if (options == null) {
            return null;
        }
        Map<String, String> left = new HashMap<>(options);
        component.getEndpointOptions().stream()
                .filter(option -> "long".equals(option.getJavaType()))
                .forEach(option -> left.computeIfPresent(
                        option.getName(), (name, value) -> TIME.matcher(value).matches() ? null : value));
        return left;
    }

    private void invalid(YamlStep step, Map<String, String> options, String what) {
        if (options != null) {
            options.forEach((option, value) -> findings.add(
                    Rule.INVALID_OPTION,
                    step.placeOf(option),
                    "'%s' is '%s', but takes %s".formatted(option, value, what)));
        }
    }
}

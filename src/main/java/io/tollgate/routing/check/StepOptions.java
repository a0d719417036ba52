package io.tollgate.routing.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.EipModel;
import org.apache.camel.tooling.model.EipModel.EipOptionModel;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The options of the steps: what has to be there, and flags, numbers and choices, as Camel describes them. Camel's reader
 * refuses an option that it does not know, but not one that is missing or holds something else.
 */
final class StepOptions {
    private static final Set<String> SHARED = Set.of("steps", "parameters");

    private final CamelModels models;
    private final Findings findings;

    StepOptions(CamelModels models, Findings findings) {
        this.models = models;
        this.findings = findings;
    }

    /** And of the steps inside it. */
    void check(YamlStep step) {
        models.step(step.name()).ifPresent(model -> check(step, model));
        step.children().forEach(this::check);
    }

    private void check(YamlStep step, EipModel model) {
        if (!(step.value() instanceof MappingNode)) {
            if (Yaml.text(step.value()).isEmpty() && needsSomething(model)) {
                missing(step, model);
            }
            return;
        }
        missing(step, model);
        for (EipOptionModel option : model.getOptions()) {
            step.option(option.getName())
                    .filter(ScalarNode.class::isInstance)
                    .filter(value -> !fits(option, Yaml.text(value)))
                    .ifPresent(value -> findings.add(
                            Rule.YAML_SCHEMA,
                            Place.of(step.file(), value),
                            "'%s' of %s is '%s', but takes %s"
                                    .formatted(option.getName(), step.name(), Yaml.text(value), what(option))));
        }
    }

    private void missing(YamlStep step, EipModel model) {
        Set<String> there = Yaml.entries(step.value())
                .filter(entry -> !isBlankAddress(entry))
                .map(entry -> Yaml.text(entry.getKeyNode()))
                .collect(Collectors.toSet());
        if (there.stream().anyMatch(key -> !isKnown(key, model))) {
            // Camel's reader tells that one, and it is most likely the one that is missing
            return;
        }
        for (EipOptionModel option : model.getOptions()) {
            if (isNeeded(option)
                    && !there.contains(option.getName())
                    && nested(option).stream().noneMatch(there::contains)) {
                findings.add(
                        Rule.YAML_SCHEMA,
                        step.place(),
                        "%s needs %s".formatted(step.name(), nameOf(option)) + "; add it");
            }
        }
    }

    private static boolean isKnown(String key, EipModel model) {
        return SHARED.contains(key)
                || model.getOptions().stream()
                        .anyMatch(option ->
                                option.getName().equals(key) || nested(option).contains(key));
    }

    private static boolean isBlankAddress(NodeTuple entry) {
        return Yaml.text(entry.getKeyNode()).equals("uri")
                && Yaml.text(entry.getValueNode()).isBlank();
    }

    private static boolean needsSomething(EipModel model) {
        return model.getOptions().stream().anyMatch(StepOptions::isNeeded);
    }

    private static boolean isNeeded(EipOptionModel option) {
        return option.isRequired() && !option.getType().equals("array");
    }

    private static List<String> nested(EipOptionModel option) {
        return Optional.ofNullable(option.getOneOfs()).orElse(List.of());
    }

    private static String nameOf(EipOptionModel option) {
        return switch (option.getName()) {
            case "expression" -> "an expression, such as simple or constant";
            case "dataFormatType" -> "a data format, such as json";
            default -> "'" + option.getName() + "'";
        };
    }

    /** A placeholder may become anything. */
    private static boolean fits(EipOptionModel option, String value) {
        if (value.contains("{{")) {
            return true;
        }
        return switch (option.getType()) {
            case "boolean" -> value.matches("(?i)true|false");
            case "integer", "number" -> value.matches("-?\\d+(\\.\\d+)?");
            case "enum" -> option.getEnums().stream().anyMatch(value::equalsIgnoreCase);
            default -> true;
        };
    }

    private static String what(EipOptionModel option) {
        return switch (option.getType()) {
            case "boolean" -> "true or false";
            case "enum" -> "one of " + String.join(", ", option.getEnums());
            default -> "a number";
        };
    }
}

package io.tollgate.routing.check;

import io.tollgate.routing.check.CamelSettings.Kind;
import io.tollgate.routing.check.CamelSettings.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.DefaultDataFormatResolver;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** The application's settings of components and data formats: each is tried on one that no route will use. */
final class Settings implements Check {
    /** All that may be set of the components on which the guarantees hang. */
    private static final Map<String, Set<String>> HARMLESS = Map.of(
            "jms",
            new TreeSet<>(Set.of(
                    "concurrentConsumers",
                    "maxConcurrentConsumers",
                    "maxMessagesPerTask",
                    "idleConsumerLimit",
                    "idleTaskExecutionLimit",
                    "recoveryInterval",
                    "requestTimeout",
                    "errorHandlerLoggingLevel",
                    "errorHandlerLogStackTrace")),
            "sql",
            Set.of(),
            "direct",
            Set.of());

    private final CamelSettings settings;
    private final CamelContext context;
    private final CamelModels models;
    private final Findings findings;

    Settings(CamelSettings settings, CamelContext context, CamelModels models, Findings findings) {
        this.settings = settings;
        this.context = context;
        this.models = models;
        this.findings = findings;
    }

    @Override
    public void check() {
        for (Setting setting : settings.all()) {
            if (setting.kind() == Kind.COMPONENT) {
                component(setting);
            } else {
                dataFormat(setting);
            }
        }
    }

    private void component(Setting setting) {
        Optional<String> there = named(setting.name(), models.componentNames());
        if (there.isEmpty()) {
            add(setting, Endpoints.noComponent(setting.name(), models));
            return;
        }
        ComponentModel model = models.component(there.get()).orElseThrow();
        List<String> options = model.getComponentOptions().stream()
                .map(BaseOptionModel::getName)
                .toList();
        Optional<String> option = named(setting.firstPart(), options);
        if (option.isEmpty()) {
            add(
                    setting,
                    there.get() + ": has no such option" + NearMatch.question(setting.firstPart(), options)
                            + " Correct or remove it.");
            return;
        }
        Set<String> harmless = HARMLESS.get(there.get());
        if (option.get().equals("headerFilterStrategy") || harmless != null && !harmless.contains(option.get())) {
            add(
                    setting,
                    "it is not for all flows to set, since the guarantees hang on it; remove it"
                            + (harmless == null || harmless.isEmpty()
                                    ? ""
                                    : ". What can be set: " + String.join(", ", harmless)));
        } else if (!fits(setting, there.get(), option.get())) {
            add(setting, "it cannot have this value; " + there.get() + ": takes " + type(model, option.get()));
        }
    }

    /** What the component itself says of the value, and Camel's catalog of an option that endpoints have too. */
    private boolean fits(Setting setting, String component, String option) {
        try {
            Component fresh = new DefaultComponentResolver().resolveComponent(component, context);
            CamelSettings.apply(context, setting, fresh);
        } catch (Exception e) {
            return false;
        }
        if (!CamelSettings.uniform(setting.option()).equals(CamelSettings.uniform(option))) {
            return true;
        }
        EndpointValidationResult result =
                models.catalog().validateProperties(component, Map.of(option, String.valueOf(setting.value())));
        return result.getInvalidInteger() == null
                && result.getInvalidNumber() == null
                && result.getInvalidBoolean() == null
                && result.getInvalidDuration() == null
                && result.getInvalidEnum() == null;
    }

    private static String type(ComponentModel model, String option) {
        return model.getComponentOptions().stream()
                .filter(candidate -> candidate.getName().equals(option))
                .map(BaseOptionModel::getJavaType)
                .map(type -> type.startsWith("java.util.Map")
                        ? "names in brackets, such as [acks]"
                        : type.replaceFirst(".*\\.", ""))
                .findFirst()
                .orElse("something else");
    }

    private void dataFormat(Setting setting) {
        Object format = null;
        for (String name : new TreeSet<>(List.of(setting.libraryName(), camelCase(setting.libraryName())))) {
            format = format != null ? format : new DefaultDataFormatResolver().createDataFormat(name, context);
        }
        if (format == null) {
            add(setting, "there is no such data format here; " + CamelModules.wayOut(module(setting.name())));
            return;
        }
        try {
            CamelSettings.apply(context, setting, format);
        } catch (RuntimeException e) {
            add(setting, "the data format has no such option, or it cannot have this value; correct or remove it");
        }
    }

    private static String module(String name) {
        return CamelModules.ofDataFormat(camelCase(name));
    }

    private static String camelCase(String name) {
        StringBuilder camelCase = new StringBuilder();
        for (String part : name.split("-")) {
            camelCase.append(
                    camelCase.isEmpty() || part.isEmpty()
                            ? part
                            : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camelCase.toString();
    }

    private static Optional<String> named(String name, Iterable<String> candidates) {
        for (String candidate : candidates) {
            if (CamelSettings.uniform(candidate).equals(CamelSettings.uniform(name))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private void add(Setting setting, String why) {
        findings.add(Rule.INVALID_SETTING, new Place(".", 1, 1), "The setting " + setting + ": " + why);
    }
}

package io.tollgate.routing.check;

import io.tollgate.routing.check.CamelSettings.Kind;
import io.tollgate.routing.check.CamelSettings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.DefaultDataFormatResolver;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** The application's settings of components and data formats: each is tried on one that no route will use. */
final class Settings {
    private final CamelContext context;
    private final CamelModels models;
    private final Findings findings;

    Settings(CamelContext context, CamelModels models, Findings findings) {
        this.context = context;
        this.models = models;
        this.findings = findings;
    }

    void check(CamelSettings settings) {
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
        Optional<String> broken = RefusedEndpoints.brokenBy(there.get(), option.get(), setting.value());
        if (broken.isPresent()) {
            add(setting, "it " + broken.get() + "; remove it");
            return;
        }
        try {
            CamelSettings.apply(
                    context, setting, new DefaultComponentResolver().resolveComponent(there.get(), context));
        } catch (Exception e) {
            add(setting, "it cannot have this value; " + there.get() + ": takes " + type(model, option.get()));
        }
    }

    private static String type(ComponentModel model, String option) {
        return model.getComponentOptions().stream()
                .filter(candidate -> candidate.getName().equals(option))
                .map(BaseOptionModel::getJavaType)
                .map(type -> type.replaceFirst(".*\\.", ""))
                .findFirst()
                .orElse("something else");
    }

    private void dataFormat(Setting setting) {
        Object format = null;
        for (String name : new TreeSet<>(List.of(setting.name(), camelCase(setting.name())))) {
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

package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * What the application's settings say of Camel's components and data formats. Names and options match without regard to
 * case and dashes, as Spring's do, so that an environment variable can say them too.
 */
public final class CamelSettings {
    /** What can be set. */
    public enum Kind {
        /** {@code camel.component.<name>.<option>}, the name being the scheme of its addresses. */
        COMPONENT("camel.component"),
        /** {@code camel.dataformat.<name>.<option>}, such as {@code jackson}. */
        DATA_FORMAT("camel.dataformat");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }
    }

    /** One option as it was written, without its value, which may be a secret. */
    record Setting(Kind kind, String name, String option, Object value) {
        @Override
        public String toString() {
            return kind.prefix + "." + name + "." + option;
        }

        boolean isOf(Kind kind, String name) {
            return this.kind == kind && uniform(libraryName()).equals(uniform(name));
        }

        /** In YAML it is {@code json}, for Camel it has the name of the library that reads it. */
        String libraryName() {
            return kind == Kind.DATA_FORMAT && name.equals("json") ? "jackson" : name;
        }

        /** Without what may stand inside it, such as {@code configuration} of {@code configuration.timeout}. */
        String firstPart() {
            return option.split("[.\\[]", 2)[0];
        }
    }

    private final List<Setting> settings = new ArrayList<>();

    /** @param values option by option, such as {@code kafka.brokers}, of each kind */
    public CamelSettings(Map<Kind, Map<String, String>> values) {
        values.forEach((kind, options) -> new LinkedHashMap<>(options).forEach((key, value) -> {
            String[] parts = key.split("\\.", 2);
            settings.add(new Setting(kind, parts[0], parts.length < 2 ? "" : parts[1], value));
        }));
    }

    List<Setting> all() {
        return List.copyOf(settings);
    }

    /**
     * Gives a component or a data format what the settings say of it.
     *
     * @param name of the component or data format
     */
    public void apply(CamelContext context, Kind kind, String name, Object target) {
        for (Setting setting : settings) {
            if (setting.isOf(kind, name)) {
                applyQuietly(context, setting, target);
            }
        }
    }

    /** What Camel says of a failure has the value in it, which may be a secret. */
    private static void applyQuietly(CamelContext context, Setting setting, Object target) {
        try {
            apply(context, setting, target);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The setting " + setting + " cannot be applied");
        }
    }

    /** @throws RuntimeException of any kind when there is no such option, or it takes another value */
    static void apply(CamelContext context, Setting setting, Object target) {
        PropertyConfigurer configurer = null;
        if (target instanceof Component component) {
            component.setCamelContext(context);
            ServiceHelper.buildService(component);
            configurer = component.getComponentPropertyConfigurer();
        }
        PropertyBindingSupport.build()
                .withConfigurer(configurer)
                .withCamelContext(context)
                .withIgnoreCase(true)
                .withMandatory(true)
                .withPlaceholder(false)
                .bind(context, target, setting.option(), setting.value());
    }

    static String uniform(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}

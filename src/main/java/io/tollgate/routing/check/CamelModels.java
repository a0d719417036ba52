package io.tollgate.routing.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.EipModel;
import org.apache.camel.tooling.model.JsonMapper;

/** Camel's own descriptions of its steps and of the components that are there. */
final class CamelModels {
    private static final String STEPS = "/META-INF/org/apache/camel/model/";
    private static final String NAMES = "/META-INF/services/org/apache/camel/model.properties";

    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component.properties";

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+-]*");

    private final RuntimeCamelCatalog catalog;
    private final Map<String, Optional<EipModel>> steps = new HashMap<>();
    private final Map<String, Optional<ComponentModel>> components = new HashMap<>();

    CamelModels(RuntimeCamelCatalog catalog) {
        this.catalog = catalog;
    }

    RuntimeCamelCatalog catalog() {
        return catalog;
    }

    /** @param name such as {@code setHeader} */
    Optional<EipModel> step(String name) {
        return steps.computeIfAbsent(name, n -> resource(STEPS + n + ".json").map(JsonMapper::generateEipModel));
    }

    /** @param scheme such as {@code jms} */
    Optional<ComponentModel> component(String scheme) {
        return components.computeIfAbsent(
                scheme,
                s -> Optional.of(s)
                        .filter(name -> SCHEME.matcher(name).matches())
                        .map(catalog::componentJSonSchema)
                        .map(JsonMapper::generateComponentModel));
    }

    /** Of all steps, and of some other parts of Camel. */
    List<String> stepNames() {
        return resource(NAMES).stream()
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    /** Of all components on the class path. */
    Set<String> componentNames() {
        Set<String> names = new TreeSet<>();
        try {
            for (URL list : Collections.list(CamelModels.class.getClassLoader().getResources(COMPONENTS))) {
                try (InputStream stream = list.openStream()) {
                    Properties properties = new Properties();
                    properties.load(stream);
                    names.addAll(
                            List.of(properties.getProperty("components", "").split("\\s+")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** A text on the class path, beside this class unless its name begins with a slash. */
    static Optional<String> resource(String name) {
        try (InputStream stream = CamelModels.class.getResourceAsStream(name)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

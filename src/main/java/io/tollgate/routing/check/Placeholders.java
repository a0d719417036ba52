package io.tollgate.routing.check;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.snakeyaml.engine.v2.nodes.Node;

/** The settings that routes name as {@code {{…}}}. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}?][^{}]*)}}");

    private static final Set<String> PROSE = Set.of("description", "note");

    private final CamelContext context;
    private final YamlRoutes routes;
    private final Findings findings;

    Placeholders(CamelContext context, YamlRoutes routes, Findings findings) {
        this.context = context;
        this.routes = routes;
        this.findings = findings;
    }

    void check(String file, Node root) {
        Yaml.walk(root, (key, value) -> {
            if (key != null && PROSE.contains(Yaml.text(key))) {
                return;
            }
            Matcher placeholder = PLACEHOLDER.matcher(Yaml.text(value));
            while (placeholder.find()) {
                check(file, value, placeholder.group(1));
            }
        });
    }

    private boolean isUnknown(String function) {
        PropertiesComponent properties = context.getPropertiesComponent();
        return properties.getPropertiesFunction(function) == null
                && properties.resolveProperty(function).isEmpty();
    }

    private void check(String file, Node value, String name) {
        String function = name.split(":", 2)[0];
        Optional<String> module =
                name.contains(":") && isUnknown(function) ? CamelModules.ofLookup(function) : Optional.empty();
        if (module.isPresent()) {
            findings.add(
                    Rule.MISSING_MODULE,
                    Place.of(file, value),
                    "'" + function + ":' would be read as the name of a setting, and what follows as its value; "
                            + CamelModules.wayOut(module.get()));
            return;
        }
        try {
            String placeholder = "{{" + name + "}}";
            routes.addSetting("{{" + name.split("[?:]", 2)[0] + "}}", context.resolvePropertyPlaceholders(placeholder));
        } catch (IllegalArgumentException e) {
            findings.add(
                    Rule.UNKNOWN_PLACEHOLDER,
                    Place.of(file, value),
                    "There is no setting '" + name
                            + "'; define it in application.yaml or as an environment variable, or"
                            + " correct its name");
        }
    }
}

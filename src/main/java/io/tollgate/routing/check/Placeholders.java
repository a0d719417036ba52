package io.tollgate.routing.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.nodes.Node;

/** The settings that routes name as {@code {{…}}}. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}?][^{}]*)}}");

    private final CamelContext context;
    private final Findings findings;

    Placeholders(CamelContext context, Findings findings) {
        this.context = context;
        this.findings = findings;
    }

    void check(String file, Node root) {
        Yaml.walk(root, (key, value) -> {
            Matcher placeholder = PLACEHOLDER.matcher(Yaml.text(value));
            while (placeholder.find()) {
                check(file, value, placeholder.group(1));
            }
        });
    }

    private void check(String file, Node value, String name) {
        try {
            context.resolvePropertyPlaceholders("{{" + name + "}}");
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

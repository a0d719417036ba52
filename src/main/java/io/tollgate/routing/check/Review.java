package io.tollgate.routing.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Names what a reviewer of routes must look at: what may reach the secrets, the code or the files of the gateway. It looks
 * at each text of each file, in whatever step it stands, and before Camel reads any of them; so nothing of a folder has run
 * by then. It helps a reviewer, and is no cage: who means harm may find a way to write it that is not known here.
 */
final class Review implements Check {
    private static final Set<String> PROSE = Set.of("description", "note");
    /** Below these it is an option of a component or of a bean. */
    private static final Set<String> OPTIONS = Set.of("parameters", "properties");

    private static final String HEADER_FOR_SECRETS = "(?i)(proxy-)?authorization|cookie";

    private final Snapshot snapshot;
    private final PropertiesComponent properties;
    private final Findings findings;
    private final List<TextCheck> rules;

    Review(Snapshot snapshot, CamelContext context, GatewayFolders folders, Findings findings) {
        this.snapshot = snapshot;
        this.properties = context.getPropertiesComponent();
        this.findings = findings;
        this.rules = List.of(
                new EnvironmentReview(findings),
                new SecretReview(findings),
                new ClassReview(context.getClassResolver(), findings),
                new ScriptReview(findings),
                new FileReview(properties, folders, findings));
    }

    /** All files with routes, {@code receive.camel.yaml} too. */
    @Override
    public void check() {
        for (String file : snapshot.names("", RouteFiles.SUFFIX)) {
            // What is no YAML is found again by who reads the files, in the same words.
            Yaml.parse(file, snapshot.text(file), findings)
                    .ifPresent(root -> walk(file, root, new LinkedHashSet<>(), false));
        }
    }

    private void walk(String file, Node node, Set<String> keys, boolean isForSecret) {
        if (node instanceof ScalarNode) {
            FilledText filled = FilledText.of(Yaml.text(node), properties);
            ReviewedText text = new ReviewedText(file, node, filled, keys, isForSecret);
            rules.forEach(rule -> rule.check(text));
        }
        Yaml.items(node).forEach(item -> walk(file, item, keys, isForSecret));
        if (node instanceof MappingNode mapping) {
            rules.forEach(rule -> rule.check(file, mapping));
            boolean secretHere = isForSecret || isForSecret(mapping);
            Yaml.entries(mapping)
                    .filter(entry -> !PROSE.contains(Yaml.text(entry.getKeyNode()))
                            || keys.stream().anyMatch(OPTIONS::contains))
                    .forEach(entry -> walk(file, entry, with(keys, mapping, entry), secretHere));
        }
    }

    private void walk(String file, NodeTuple entry, Set<String> keys, boolean isForSecret) {
        boolean secretHere = isForSecret || GatewaySettings.isSecret(Yaml.text(entry.getKeyNode()));
        walk(file, entry.getValueNode(), keys, secretHere);
    }

    /** A header that carries a secret by its name. */
    private static boolean isForSecret(MappingNode mapping) {
        String name = Yaml.child(mapping, "name").map(Yaml::text).orElse("");
        return name.matches(HEADER_FOR_SECRETS) || GatewaySettings.isSecret(name);
    }

    private static Set<String> with(Set<String> keys, MappingNode mapping, NodeTuple entry) {
        Set<String> all = new LinkedHashSet<>();
        Yaml.child(mapping, "language").map(Yaml::text).ifPresent(all::add);
        all.addAll(keys);
        String key = Yaml.text(entry.getKeyNode());
        all.remove(key);
        all.add(key);
        return all;
    }
}

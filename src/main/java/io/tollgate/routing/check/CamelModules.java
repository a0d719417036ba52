package io.tollgate.routing.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of Camel's modules holds a component, a data format or a language, so that a message can name what is missing. */
final class CamelModules {
    private static final String LIST = "camel-modules.txt";
    private static final Map<String, Map<String, String>> MODULES = read();

    /** What a placeholder can look up, as in <code>{{secret:team/password}}</code>. */
    private static final Map<String, String> LOOKUPS = Map.of(
            "secret", "camel-kubernetes",
            "secret-binary", "camel-kubernetes",
            "configmap", "camel-kubernetes",
            "configmap-binary", "camel-kubernetes",
            "aws", "camel-aws-secrets-manager",
            "gcp", "camel-google-secret-manager",
            "azure", "camel-azure-key-vault",
            "hashicorp", "camel-hashicorp-vault",
            "ibm", "camel-ibm-secrets-manager",
            "cyberark", "camel-cyberark-vault");

    private CamelModules() {}

    /** @param name such as {@code secret}; empty for a setting, and for what is here without a module */
    static Optional<String> ofLookup(String name) {
        return Optional.ofNullable(LOOKUPS.get(name));
    }

    /** @param scheme such as {@code sftp}; empty when Camel has no such component */
    static Optional<String> ofComponent(String scheme) {
        return Optional.ofNullable(MODULES.get("component").get(scheme));
    }

    /** @param name as in YAML, such as {@code jacksonXml}, or Camel's own, such as {@code gson} */
    static String ofDataFormat(String name) {
        return MODULES.get("dataformat").getOrDefault(name, "camel-" + name.toLowerCase(Locale.ROOT));
    }

    /** @param name such as {@code groovy}; empty when Camel has no such language */
    static Optional<String> ofLanguage(String name) {
        return Optional.ofNullable(MODULES.get("language").get(name));
    }

    /** Of all languages that Camel has in a module of their own. */
    static Set<String> languageNames() {
        return MODULES.get("language").keySet();
    }

    /** Of all components that Camel has, here or not. */
    static Set<String> componentNames() {
        return MODULES.get("component").keySet();
    }

    /** The end of a sentence that says what is missing. */
    static String wayOut(String module) {
        return "it is in " + module + ": " + fetch(module);
    }

    static String fetch(String module) {
        return "fetch that into lib/ with mvn dependency:copy-dependencies -Plib -Dmodule=" + module
                + ", and start again";
    }

    static String noClass(String name) {
        return "There is no class " + name
                + " here; correct its name, or put the jar that has it into lib/ and start again";
    }

    private static Map<String, Map<String, String>> read() {
        return CamelModels.resource(LIST).stream()
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .collect(Collectors.groupingBy(
                        words -> words[0],
                        Collectors.toMap(
                                words -> words[1], words -> words.length > 2 ? words[2] : "camel-" + words[1])));
    }
}

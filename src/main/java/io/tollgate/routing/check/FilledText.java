package io.tollgate.routing.check;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesComponent;

/**
 * A text with its placeholders filled in from the inside out, as Camel does it, but without calling what stands in them:
 * {@code {{bean:…}}} would run a method.
 *
 * @param text without the values of secrets
 * @param settings that it names, such as {@code my.queue}
 * @param functions that it calls, such as {@code env}
 */
record FilledText(String text, Set<String> settings, Set<String> functions) {
    private static final int MOST = 1000;
    /** Camel takes it out wherever it stands, so that it could hide a name. */
    private static final Pattern NESTED = Pattern.compile("\\?nested=(true|false)");

    static FilledText of(String raw, PropertiesComponent properties) {
        FilledText none = new FilledText("", new LinkedHashSet<>(), new LinkedHashSet<>());
        String text = NESTED.matcher(raw).replaceAll("");
        for (int i = 0; i < MOST; i++) {
            int first = text.indexOf("{{");
            int end = first < 0 ? -1 : text.indexOf("}}", first);
            if (end < 0) {
                break;
            }
            int begin = text.lastIndexOf("{{", end - 1);
            String value = none.value(text.substring(begin + 2, end), properties);
            text = text.substring(0, begin) + value + text.substring(end + 2);
        }
        return new FilledText(text, none.settings, none.functions);
    }

    private String value(String placeholder, PropertiesComponent properties) {
        String[] parts = placeholder.replaceFirst("^[?!]+", "").split(":", 2);
        String name = parts[0].strip();
        String otherwise = parts.length < 2 ? "" : parts[1];
        boolean isLookup = properties.getPropertiesFunction(name) != null
                || CamelModules.ofLookup(name).isPresent();
        if (parts.length == 2 && isLookup) {
            functions.add(name);
            return "";
        }
        settings.add(name);
        if (GatewaySettings.isOwn(name) || GatewaySettings.isSecret(name)) {
            return "";
        }
        try {
            return properties.resolveProperty(name).orElse(otherwise);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }
}

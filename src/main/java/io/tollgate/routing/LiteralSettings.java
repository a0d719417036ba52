package io.tollgate.routing;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/**
 * Lets the value of a setting stand in the options of an address as it is. Camel puts it in and then decodes the whole: the mail
 * address {@code finance+stripe@example.com} got a space, and an {@code &} began another option. So an option with a setting in which
 * something would be decoded is written as {@code RAW(…)}.
 */
final class LiteralSettings extends DefaultPropertiesParser {
    private static final Pattern ADDRESS = Pattern.compile("(?s)[a-z][a-z0-9+-]*[:?].*");
    /** A text without settings, which a team has not made literal itself. */
    private static final String TEXT = "(?:[^&{]|\\{(?!\\{))*";

    private static final Pattern OPTION = Pattern.compile(
            "(?<=[?&])([A-Za-z][\\w.-]*)=(?!RAW[({])(" + TEXT + "(?:\\{\\{[^{}?][^{}]*}}" + TEXT + ")+)(?=&|$)");
    private static final Pattern DECODED = Pattern.compile("[+%&#?]");

    LiteralSettings(PropertiesComponent properties) {
        super(properties);
    }

    @Override
    public String parseUri(
            String text, PropertiesLookup settings, boolean otherwise, boolean keepUnresolved, boolean nested) {
        String literal = of(text, value -> super.parseUri(value, settings, otherwise, keepUnresolved, nested));
        return super.parseUri(literal, settings, otherwise, keepUnresolved, nested);
    }

    /** An address with those options as they have to be; any other text as it is. */
    static String of(String text, UnaryOperator<String> filled) {
        if (!text.contains("{{")
                || text.indexOf('?') < 0
                || !ADDRESS.matcher(text).matches()) {
            return text;
        }
        return OPTION.matcher(text).replaceAll(option -> {
            String value = filled.apply(option.group(2));
            return Matcher.quoteReplacement(
                    DECODED.matcher(value).find() && !value.startsWith("RAW")
                            ? option.group(1) + "=" + raw(value)
                            : option.group());
        });
    }

    private static String raw(String value) {
        return value.contains(")") ? "RAW{" + value + "}" : "RAW(" + value + ")";
    }
}

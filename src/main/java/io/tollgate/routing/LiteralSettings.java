package io.tollgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Lets the value of a setting stand in an endpoint's options as it is. Camel puts it in and then decodes the whole: the mail address
 * {@code finance+stripe@example.com} got a space, and an {@code &} began another option. So an option with a setting in which something
 * would be decoded is written as {@code RAW(…)}. One in which the team itself has encoded something stays as it is.
 */
final class LiteralSettings {
    private static final Pattern DECODED = Pattern.compile("[+&]|%[0-9A-Fa-f]{2}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern BRACES = Pattern.compile("[{}]");

    private LiteralSettings() {}

    /**
     * @param uri of an endpoint, with placeholders
     * @param filled fills them in
     */
    static String in(String uri, UnaryOperator<String> filled) {
        // most have none, and those of a toD are looked up for each event
        int query = uri.contains("{{") ? outside(uri, '?', 0) : -1;
        if (query < 0 || uri.indexOf("{{", query) < 0) {
            return uri;
        }
        List<String> options = new ArrayList<>();
        for (int at = query + 1; at <= uri.length(); ) {
            int end = outside(uri, '&', at);
            end = end < 0 ? uri.length() : end;
            options.add(option(uri.substring(at, end), filled));
            at = end + 1;
        }
        return uri.substring(0, query + 1) + String.join("&", options);
    }

    /** Where the sign is that stands in no placeholder; -1 when there is none. */
    private static int outside(String text, char sign, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("{{", i)) {
                depth++;
                i++;
            } else if (text.startsWith("}}", i) && depth > 0) {
                depth--;
                i++;
            } else if (text.charAt(i) == sign && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String option(String option, UnaryOperator<String> filled) {
        int is = option.indexOf('=');
        String written = option.substring(is + 1);
        boolean isOurs = is > 0
                && written.contains("{{")
                && !written.contains("{{?")
                && !isRaw(written)
                && !DECODED.matcher(PLACEHOLDER.matcher(written).replaceAll("")).find();
        String value = isOurs ? filled.apply(written) : "";
        boolean isDecoded = DECODED.matcher(value).find() && !isRaw(value) && !value.contains("{{");
        return isDecoded ? option.substring(0, is + 1) + raw(value) : option;
    }

    private static boolean isRaw(String value) {
        return value.startsWith("RAW(") || value.startsWith("RAW{");
    }

    /** Camel takes the first {@code )} or } in front of an & for the end. */
    private static String raw(String value) {
        boolean hasBraces = BRACES.matcher(value).find();
        return value.indexOf(')') >= 0 && !hasBraces ? "RAW{" + value + "}" : "RAW(" + value + ")";
    }
}

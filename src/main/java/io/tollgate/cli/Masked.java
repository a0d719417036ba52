package io.tollgate.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is shown of the headers and addresses of a flow: no secret, and on one line. */
final class Masked {
    private static final String SECRET = "[\\w.-]*(?:key|token|secret|password|passwd|signature|credential)[\\w.-]*";
    private static final Pattern HEADER =
            Pattern.compile("(?i)(?!idempotency-key$)(?:(?:proxy-)?authorization|(?:set-)?cookie|" + SECRET + ")");
    private static final Pattern PARAMETER = Pattern.compile("(?i)([?&]" + SECRET + "=)[^&\\s]*");
    private static final Pattern USER = Pattern.compile("(?<=//)[^/@\\s]*:[^/@\\s]*@");

    private Masked() {}

    static String value(String name, String value) {
        return value != null && HEADER.matcher(name).matches() ? "…" : line(value);
    }

    /** Null stays null. */
    static String line(String text) {
        return text == null ? null : text.replace("\r", "\\r").replace("\n", "\\n");
    }

    /** A destination with its parameters. */
    static String address(String address) {
        return line(USER.matcher(PARAMETER.matcher(address).replaceAll("$1…")).replaceAll("…@"));
    }

    static Map<String, String> head(Map<String, String> head) {
        Map<String, String> masked = new TreeMap<>();
        head.forEach((name, value) -> masked.put(name, value(name, value)));
        return masked;
    }
}

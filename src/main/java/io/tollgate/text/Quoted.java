package io.tollgate.text;

import java.util.regex.Pattern;

/** Leaves out of a message what a library puts into it from outside: what is in quotes or braces, addresses, values. */
final class Quoted {
    private static final String OMITTED = "…";
    /** From the first mark to the last of its kind: a value may have some of its own. An apostrophe is none. */
    private static final Pattern QUOTES =
            Pattern.compile("(?s)\".*\"|“.*”|„.*[“”]|«.*»|‹.*›|‘.*’|``.*''|(?<![\\p{L}\\p{N}])'.*'(?!\\p{L})|\".*");

    /** Where one begins that does not end, since the message was cut. */
    private static final Pattern BEGINS = Pattern.compile("(?s)(?:[\"“„«‹‘{]|``|(?<![\\p{L}\\p{N}])').*");

    /** A map or a JSON object. */
    private static final Pattern OBJECT = Pattern.compile("(?s)\\{.*(\\}|$)");

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>(),;:\\[\\]]+@[^\\s<>(),;:\\[\\]]+");

    /** Camel's own, which put a value between words and not between marks. */
    private static final Pattern CAMELS_VALUE = Pattern.compile(
            "(?s)(?<= bean: )(?:.*(?= of type: )|.*(?= using OGNL )|.*)|(?<=but has value: ).*(?= of type: )"
                    + "|(?<= with value ).*(?= due to )|(?<=Message\\[).*(?=\\])");

    private Quoted() {}

    /** @param longest a message of more characters is cut, and where it begins to quote */
    static String without(String message, int longest) {
        return message.length() <= longest
                ? without(message)
                : without(BEGINS.matcher(message.substring(0, longest)).replaceFirst("")) + OMITTED;
    }

    private static String without(String message) {
        return withoutObjects(QUOTES.matcher(CAMELS_VALUE.matcher(message).replaceAll(OMITTED))
                .replaceAll(quoted -> mark(quoted.group())));
    }

    /** The marks stay, to show that there was something. */
    private static String mark(String quoted) {
        return quoted.charAt(0) + OMITTED + (quoted.charAt(0) == '"' ? "\"" : quoted.substring(quoted.length() - 1));
    }

    static String withoutObjects(String message) {
        return withoutAddresses(OBJECT.matcher(message).replaceAll(OMITTED));
    }

    static String withoutAddresses(String message) {
        return ADDRESS.matcher(message).replaceAll(OMITTED);
    }
}

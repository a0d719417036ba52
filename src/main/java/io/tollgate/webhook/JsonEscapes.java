package io.tollgate.webhook;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes in the text of JSON, which has backslashes in strings only; each says nothing of the rest of the text. */
final class JsonEscapes {
    /** A backslash takes the next character along, so that a second one begins nothing. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|[^u])");

    private static final Pattern LETTER = Pattern.compile("[\\x{80}-\\x{10FFFF}]");

    private JsonEscapes() {}

    static String withoutSlashes(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(escape -> escape.group().equals("\\/") ? "/" : Matcher.quoteReplacement(escape.group()));
    }

    /** What has to be escaped stays so. */
    static String withoutLetters(String json) {
        return ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(letter(escape)));
    }

    /** All that is not ASCII. */
    static String withLetters(String json) {
        return LETTER.matcher(json).replaceAll(letter -> Matcher.quoteReplacement(escaped(letter.group())));
    }

    private static String letter(MatchResult escape) {
        if (escape.group().length() < 6) {
            return escape.group();
        }
        char letter = (char) Integer.parseInt(escape.group(1).substring(1), 16);
        return letter < ' ' || letter == '"' || letter == '\\' ? escape.group() : String.valueOf(letter);
    }

    private static String escaped(String letter) {
        StringBuilder escaped = new StringBuilder();
        letter.chars().forEach(half -> escaped.append(String.format(Locale.ROOT, "\\u%04x", half)));
        return escaped.toString();
    }
}

package io.tollgate.routing.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Text of strangers on one line: it cannot end the line that it stands in, nor turn the direction of what is beside it. */
final class OneLine {
    private static final String BREAKS = "[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069]+";
    private static final String CUT = "…";

    private OneLine() {}

    static String of(String text) {
        return text.replaceAll(BREAKS, " ").strip();
    }

    /** @param longest characters; of a longer text the beginning is left */
    static String of(String text, int longest) {
        String line = of(text);
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest - CUT.length())) + CUT;
    }

    /** A copy of what was read from JSON, in which each text and each name is one line. */
    static Object each(Object json) {
        if (json instanceof String text) {
            return of(text);
        }
        if (json instanceof List<?> list) {
            return list.stream().map(OneLine::each).toList();
        }
        return json instanceof Map<?, ?> map ? each(map) : json;
    }

    static Map<String, Object> each(Map<?, ?> json) {
        Map<String, Object> lines = new LinkedHashMap<>();
        json.forEach((name, value) -> lines.put(of(name.toString()), each(value)));
        return lines;
    }
}

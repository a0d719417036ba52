package io.tollgate.routing.flowtest;

import java.util.regex.Pattern;

/** A text in which a * stands for anything. */
final class Wildcard {
    private Wildcard() {}

    static boolean fits(String pattern, String text) {
        return Pattern.compile(
                        "\\Q" + pattern.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E", Pattern.DOTALL)
                .matcher(text)
                .matches();
    }
}

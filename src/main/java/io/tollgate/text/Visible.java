package io.tollgate.text;

import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Shows what a terminal or a reader of logs would obey and not print: characters that control, end a line, turn the
 * direction of writing or cannot be seen become escapes such as {@code \u202e}, so that text of a stranger stays on its line.
 */
public final class Visible {
    private Visible() {}

    /** The text on one line; the same one when there is nothing to show. Null stays null. */
    public static String of(String text) {
        return of(text, character -> false);
    }

    /** Whether nothing in it needs an escape. */
    public static boolean isSeen(String text) {
        return isPlain(text) || text.codePoints().allMatch(Visible::isSeen);
    }

    /** Each of them; in their order. */
    public static List<String> all(Collection<String> texts) {
        return texts.stream().map(Visible::of).toList();
    }

    /** The same, which leaves line ends as they are: for text that has lines of its own. */
    public static String inLines(String text) {
        return of(text, character -> character == '\n' || character == '\r');
    }

    private static String of(String text, IntPredicate left) {
        if (text == null || isPlain(text) || text.codePoints().allMatch(c -> left.test(c) || isSeen(c))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(c -> {
            if (left.test(c) || isSeen(c)) {
                shown.appendCodePoint(c);
            } else {
                escape(c, shown);
            }
        });
        return shown.toString();
    }

    /** Whether it is printable ASCII, as most of it is; which is found out soon. */
    static boolean isPlain(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) <= '~') {
            i++;
        }
        return i == text.length();
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static void escape(int character, StringBuilder shown) {
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                for (char unit : Character.toChars(character)) {
                    shown.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
                }
            }
        }
    }
}

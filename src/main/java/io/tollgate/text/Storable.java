package io.tollgate.text;

/**
 * Text that PostgreSQL can store. It has no NUL, which no database of it takes, and no half of a surrogate pair, which is no
 * character: each is U+FFFD instead. What is clean stays the same object.
 */
public final class Storable {
    private static final char INSTEAD = '\uFFFD';
    private static final int ESCAPE = "\\u0000".length();

    private Storable() {}

    /** For a column of text: six characters such as {@code \}{@code u0000} are six characters. */
    public static String text(String text) {
        return mended(text, false);
    }

    /** For json and jsonb: escapes count as what they stand for. Text that is no JSON stays none. */
    public static String json(String json) {
        return mended(json, true);
    }

    private static String mended(String text, boolean escapes) {
        StringBuilder mended = null;
        int kept = 0;
        for (int at = 0, next; at < text.length(); at = next) {
            next = at + 1;
            if (isPlain(text.charAt(at))) {
                continue;
            }
            char unit = unit(text, at, escapes);
            next = at + width(text, at, escapes);
            if (unit != 0 && !Character.isSurrogate(unit)) {
                continue;
            }
            char low = Character.isHighSurrogate(unit) && next < text.length() ? unit(text, next, escapes) : 0;
            boolean isPair = Character.isLowSurrogate(low);
            int width = isPair ? width(text, next, escapes) : 0;
            boolean isSound = width == next - at;
            next += width;
            if (!isSound) {
                mended = mended == null ? new StringBuilder(text.length()) : mended;
                mended.append(text, kept, at);
                // a pair of which one half alone is an escape is one character all the same
                mended.appendCodePoint(isPair ? Character.toCodePoint(unit, low) : INSTEAD);
                kept = next;
            }
        }
        return mended == null ? text : mended.append(text, kept, text.length()).toString();
    }

    /** As nearly all are. */
    private static boolean isPlain(char unit) {
        return unit != 0 && unit != '\\' && !Character.isSurrogate(unit);
    }

    /** What stands there; for an escape, what it stands for. */
    private static char unit(String text, int at, boolean escapes) {
        return escapes && isEscape(text, at) ? (char) Integer.parseInt(text, at + 2, at + ESCAPE, 16) : text.charAt(at);
    }

    private static int width(String text, int at, boolean escapes) {
        if (!escapes || text.charAt(at) != '\\') {
            return 1;
        }
        // a backslash that is escaped begins nothing
        return isEscape(text, at) ? ESCAPE : text.startsWith("\\\\", at) ? 2 : 1;
    }

    private static boolean isEscape(String text, int at) {
        boolean is = text.startsWith("\\u", at) && text.length() >= at + ESCAPE;
        for (int i = at + 2; is && i < at + ESCAPE; i++) {
            is = text.charAt(i) < 128 && Character.digit(text.charAt(i), 16) >= 0;
        }
        return is;
    }
}

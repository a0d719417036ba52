package io.tollgate.text;

import java.util.regex.Pattern;

/** A value as it stands in a command. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\w.:/@-]+");

    private ShellWord() {}

    /** Quoted for a shell where it needs that. */
    public static String of(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}

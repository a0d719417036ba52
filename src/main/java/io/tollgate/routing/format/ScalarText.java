package io.tollgate.routing.format;

import io.tollgate.text.Visible;
import java.util.List;
import java.util.regex.Pattern;

/** How a text is written: in quotes only where YAML, or a reader of the older YAML 1.1, would take it for something else. */
final class ScalarText {
    /** What begins something else than a text, or ends it. */
    private static final Pattern NOT_PLAIN = Pattern.compile(
            "|[\\s,\\[\\]{}#&*!|>'\"%@`].*|[-?:]([\\s].*)?|.*:(\\s.*)?|.*\\s#.*|.*\\s|(---|\\.\\.\\.).*",
            Pattern.DOTALL);

    /** What would be nothing, a flag, a number or a time, for one version of YAML or another. */
    private static final Pattern NO_TEXT = Pattern.compile(
            "(?i)~|null|true|false|yes|no|y|n|on|off|=|<<|[-+]?\\.(inf|nan)|[-+]?[0-9.][0-9_.:,]*(e[-+]?[0-9]+)?"
                    + "|[-+]?0[xob][0-9a-f_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

    private static final List<String> FILLED_IN = List.of("${", "{{");

    private ScalarText() {}

    /** On one line; not for a block. */
    static String of(Scalar scalar) {
        String value = scalar.value();
        if (FILLED_IN.stream().anyMatch(value::contains)) {
            return quoted(value);
        }
        boolean isPlain = (scalar.isPlain() || !NO_TEXT.matcher(value).matches())
                && !NOT_PLAIN.matcher(value).matches()
                && Visible.isSeen(value);
        return isPlain || scalar.isNothing() ? value : quoted(value);
    }

    /** Whether it is one for each version of YAML, and not a number, a flag or nothing. */
    static boolean isText(Scalar scalar) {
        return !scalar.isPlain()
                || !scalar.value().isEmpty() && !NO_TEXT.matcher(scalar.value()).matches();
    }

    private static String quoted(String value) {
        boolean hasEscapes = value.contains("\"") || value.contains("\\");
        if (hasEscapes && !value.contains("'") && Visible.isSeen(value)) {
            return "'" + value + "'";
        }
        return '"' + Visible.of(value.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** The first line of the block, such as {@code |-}, and those of its text; empty when it must be on one line. */
    static List<String> block(Scalar scalar) {
        if (!scalar.folds().isEmpty()) {
            return scalar.folds();
        }
        String value = scalar.value();
        boolean endsLine = value.endsWith("\n");
        boolean isBlock = value.contains("\n")
                && !value.isBlank()
                && !value.endsWith("\n\n")
                && Visible.isSeen(value.replace("\n", "").replace("\t", ""));
        if (!isBlock) {
            return List.of();
        }
        // a line that begins with a space would be taken for the measure of all
        String indentation = Character.isWhitespace(value.charAt(0)) ? "2" : "";
        String head = "|" + indentation + (endsLine ? "" : "-");
        return List.of((head + "\n" + (endsLine ? value.substring(0, value.length() - 1) : value)).split("\n", -1));
    }
}

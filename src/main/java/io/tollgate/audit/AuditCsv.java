package io.tollgate.audit;

import io.tollgate.text.Visible;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The audit log as CSV (RFC 4180: commas, CRLF, all in quotes), which a spreadsheet may open: where a cell, or a part of one behind a
 * separator, would begin a formula, an apostrophe stands before it, and what cannot be seen is an escape.
 */
public final class AuditCsv {
    /** For HTTP. */
    public static final String MEDIA_TYPE = "text/csv;charset=UTF-8";

    private static final Pattern FORMULA = Pattern.compile("(^|[,;|\"'])(\\s*)(?=[=+\\-@＝＋－＠])");

    private AuditCsv() {}

    /** The first line. */
    public static String head() {
        return line(Stream.of("id", "at", "who", "origin", "act", "subject", "what"));
    }

    public static String line(AuditEntry entry) {
        return line(Stream.of(
                Long.toString(entry.id()),
                entry.at().toString(),
                entry.who(),
                entry.origin(),
                entry.act(),
                entry.subject(),
                entry.what()));
    }

    private static String line(Stream<String> cells) {
        return cells.map(AuditCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String harmless = FORMULA.matcher(Visible.of(text)).replaceAll("$1$2'");
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}

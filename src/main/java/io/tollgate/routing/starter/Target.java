package io.tollgate.routing.starter;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where somebody wants events to go.
 *
 * @param where the name of the queue, topic or table, the server's URL; null for one that has the name of the flow
 */
public record Target(Kind kind, String where) {
    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern TABLE = Pattern.compile("(?:stripe\\.)?(?!(?:"
            + "all|and|any|array|as|asc|both|case|cast|check|column|constraint|create|default|desc|distinct|do|else|end|except|false"
            + "|fetch|for|foreign|from|grant|group|having|in|initially|intersect|into|lateral|leading|limit|not|null|offset|on|only"
            + "|or|order|placing|primary|references|returning|select|some|symmetric|table|then|to|trailing|true|union|unique|user"
            + "|using|variadic|when|where|window|with)$)[a-z_][a-z0-9_]{0,62}");

    /** What there is. */
    public enum Kind {
        QUEUE,
        TOPIC,
        TABLE,
        MAIL,
        HTTP
    }

    /**
     * @param text {@code queue}, {@code queue=orders}, {@code http=https://erp.example.com/events}
     * @throws IllegalArgumentException with a sentence for whoever has written it
     */
    public static Target of(String text) {
        String[] parts = text.split("=", 2);
        String where = parts.length == 2 ? parts[1] : null;
        return switch (parts[0]) {
            case "queue" ->
                new Target(Kind.QUEUE, named(QUEUE, where, "a queue's name has letters, digits, dots and dashes"));
            case "topic" ->
                new Target(Kind.TOPIC, named(QUEUE, where, "a topic's name has letters, digits, dots and dashes"));
            case "table" ->
                new Target(
                        Kind.TABLE,
                        named(
                                TABLE,
                                where,
                                "a table's name has small letters, digits and underscores, 63 at most, and is no word of SQL"));
            case "mail" -> {
                if (where != null) {
                    throw new IllegalArgumentException(
                            "A mail's recipients stand in its template, as a line To: give mail alone");
                }
                yield new Target(Kind.MAIL, null);
            }
            case "http", "https" -> new Target(Kind.HTTP, url(where));
            default ->
                throw new IllegalArgumentException(
                        "There is no '" + parts[0] + "': give queue, topic, table, mail or http=https://…");
        };
    }

    private static String named(Pattern names, String where, String otherwise) {
        if (where != null && !names.matcher(where).matches()) {
            throw new IllegalArgumentException("'" + where + "' cannot be taken: " + otherwise);
        }
        return where;
    }

    private static String url(String where) {
        try {
            URI url = where == null ? null : new URI(where);
            if (url != null
                    && url.getHost() != null
                    && String.valueOf(url.getScheme()).matches("https?")) {
                return where;
            }
        } catch (URISyntaxException e) {
            // the sentence is the same
        }
        throw new IllegalArgumentException("Give the address of the server: http=https://erp.example.com/events");
    }
}

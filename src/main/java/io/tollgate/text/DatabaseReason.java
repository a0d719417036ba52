package io.tollgate.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL says of an error, without the values that it was about: its first line, and the names of schema, table,
 * column and constraint, which it gives apart. Detail and hint are left out, and of the context all but the function.
 */
final class DatabaseReason {
    /** SQLSTATE classes whose messages quote names in a statement or a connection, and no values. */
    private static final Set<String> OF_NAMES = Set.of("28", "3D", "3F", "42");

    private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern FUNCTION = Pattern.compile("^PL/pgSQL function ([\\w.]+)\\([^\"']*\\) line (\\d+)");

    private DatabaseReason() {}

    static String of(ServerErrorMessage error, PayloadWords words) {
        String message = Objects.requireNonNullElse(error.getMessage(), "");
        String cut = isOfNames(error) ? withNames(message, words) : withoutValues(message, error, words);
        Map<String, Object> places = new LinkedHashMap<>();
        places.put("schema", error.getSchema());
        places.put("table", error.getTable());
        places.put("column", error.getColumn());
        places.put("constraint", error.getConstraint());
        places.put("function", function(error.getWhere()));
        places.put("position", error.getPosition() == 0 ? null : error.getPosition());
        String where = places.entrySet().stream()
                .filter(place -> place.getValue() != null)
                .map(place -> place.getKey() + " " + place.getValue())
                .collect(Collectors.joining(", "));
        return cut.replaceAll("\\s+", " ").strip() + (where.isEmpty() ? "" : " (" + where + ")");
    }

    private static boolean isOfNames(ServerErrorMessage error) {
        return error.getSQLState() != null && OF_NAMES.stream().anyMatch(error.getSQLState()::startsWith);
    }

    /** A statement that a flow has put together from a payload has its words as names. */
    private static String withNames(String message, PayloadWords words) {
        StringBuilder kept = new StringBuilder();
        Matcher name = NAME.matcher(message);
        int from = 0;
        while (name.find()) {
            kept.append(words.without(message.substring(from, name.start())));
            kept.append('"')
                    .append(words.cover(name.group(1)) ? "…" : name.group(1))
                    .append('"');
            from = name.end();
        }
        return kept.append(words.without(message.substring(from))).toString();
    }

    /** The names that the error gives apart are no values. */
    private static String withoutValues(String message, ServerErrorMessage error, PayloadWords words) {
        String bare = Stream.of(
                        error.getSchema(),
                        error.getTable(),
                        error.getColumn(),
                        error.getConstraint(),
                        error.getDatatype())
                .filter(Objects::nonNull)
                .reduce(message, (text, name) -> text.replace('"' + name + '"', name));
        return words.without(Quoted.without(bare, Reason.LONGEST_MESSAGE));
    }

    private static String function(String where) {
        Matcher function = FUNCTION.matcher(Objects.requireNonNullElse(where, ""));
        return function.find() ? function.group(1) + " line " + function.group(2) : null;
    }
}

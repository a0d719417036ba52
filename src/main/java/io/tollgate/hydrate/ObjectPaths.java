package io.tollgate.hydrate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where Stripe's API has an object, by its kind: {@code object-paths.txt}. */
final class ObjectPaths {
    private static final String FILE = "object-paths.txt";
    private static final Pattern FIELD = Pattern.compile("\\{(\\w+)}");

    private final Map<String, String> paths;

    ObjectPaths() {
        try (BufferedReader file = new BufferedReader(
                new InputStreamReader(ObjectPaths.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            this.paths = file.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1], (a, b) -> b, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> all() {
        return paths;
    }

    /**
     * @param object of a snapshot event
     * @throws NotHydrated in vain, for a kind that is not in the list and for an object without what its path takes
     */
    String of(Map<?, ?> object) {
        String path = object.get("object") instanceof String kind ? paths.get(kind) : null;
        if (path == null) {
            throw NotHydrated.inVain("Where Stripe has an object of kind " + object.get("object")
                    + " is not known: let hydrate get the event (method: event), or use what the event says");
        }
        return FIELD.matcher(path).replaceAll(field -> Matcher.quoteReplacement(value(object, field.group(1))));
    }

    /** Of a field that may have the other object in full. */
    private static String value(Map<?, ?> object, String field) {
        Object value = object.get(field) instanceof Map<?, ?> other ? other.get("id") : object.get(field);
        if (!(value instanceof String text) || text.isBlank() || text.matches("\\.+")) {
            throw NotHydrated.inVain("The event's object of kind " + object.get("object") + " has no " + field
                    + ", by which Stripe would find it: use what the event says");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

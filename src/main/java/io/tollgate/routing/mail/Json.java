package io.tollgate.routing.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Values at dotted paths of what was read from JSON, whatever is there instead. */
final class Json {
    /** Some name on the way is not there; a value may be null as well. */
    static final Object ABSENT = new Object();

    private static final int LONGEST = 500;

    private Json() {}

    /** @param path such as {@code lines.data.0.amount}; a number is the place in a list, from 0 */
    static Object at(Object from, String path) {
        return at(from, Arrays.asList(path.split("\\.")));
    }

    static Object at(Object from, List<String> path) {
        Object value = from;
        for (int i = 0; i < path.size(); i++) {
            Map<?, ?> map = map(value);
            // names of metadata may have dots
            String rest = String.join(".", path.subList(i, path.size()));
            if (i < path.size() - 1 && map.containsKey(rest)) {
                return map.get(rest);
            }
            value = child(value, map, path.get(i));
        }
        return value;
    }

    private static Object child(Object value, Map<?, ?> map, String name) {
        if (value instanceof List<?> list && name.matches("\\d{1,6}")) {
            int place = Integer.parseInt(name);
            return place < list.size() ? list.get(place) : ABSENT;
        }
        return map.containsKey(name) ? map.get(name) : ABSENT;
    }

    /** Empty for what is no map. */
    static Map<?, ?> map(Object value) {
        if (value instanceof Labelled labelled) {
            return labelled.parts();
        }
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** On one line; null when there is none, or only white space. */
    static String text(Object from, String path) {
        return at(from, path) instanceof String value && !value.isBlank() ? OneLine.of(value, LONGEST) : null;
    }

    /** The first text that is there, or null. */
    static String first(Object from, String... paths) {
        for (String path : paths) {
            String text = text(from, path);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}

package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Where one JSON is not as another. */
public final class JsonDifference {
    private static final int LONGEST = 120;
    private final boolean exact;
    private final List<String> found = new ArrayList<>();

    private JsonDifference(boolean exact) {
        this.exact = exact;
    }

    /**
     * @param exact whether there may be no more than is expected: fields of objects; lists are as long in any case
     * @param at how the whole is called, such as {@code body}
     */
    public static List<String> between(JsonNode expected, JsonNode actual, boolean exact, String at) {
        JsonDifference difference = new JsonDifference(exact);
        difference.compare(expected, actual, at);
        return difference.found;
    }

    private void compare(JsonNode expected, JsonNode actual, String at) {
        if (expected.isObject() && actual != null && actual.isObject()) {
            objects(expected, actual, at);
        } else if (expected.isArray() && actual != null && actual.isArray()) {
            lists(expected, actual, at);
        } else if (actual == null || actual.isMissingNode()) {
            found.add(at + " is not there, and " + shown(expected) + " is expected");
        } else if (!isSame(expected, actual)) {
            found.add(at + " is " + shown(actual) + ", not " + shown(expected));
        }
    }

    private void objects(JsonNode expected, JsonNode actual, String at) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            compare(field.getValue(), actual.get(field.getKey()), at + "." + field.getKey());
        }
        for (Iterator<String> names = actual.fieldNames(); exact && names.hasNext(); ) {
            String name = names.next();
            if (!expected.has(name)) {
                found.add(at + "." + name + " is " + shown(actual.get(name)) + ", and nothing is expected there");
            }
        }
    }

    private void lists(JsonNode expected, JsonNode actual, String at) {
        if (expected.size() != actual.size()) {
            found.add(at + " has " + actual.size() + " items, not " + expected.size());
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            compare(expected.get(i), actual.get(i), at + "[" + i + "]");
        }
    }

    private static boolean isSame(JsonNode expected, JsonNode actual) {
        return expected.equals(actual)
                || expected.isNumber()
                        && actual.isNumber()
                        && expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }

    /** Cut to what fits into a line. */
    public static String shown(JsonNode node) {
        String text = String.valueOf(node);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

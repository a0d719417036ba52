package io.tollgate.console.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One field that has changed.
 *
 * @param path within the object, such as {@code items.data[0].price}
 * @param before JSON; what it was
 * @param now JSON; empty for what is not there any more
 */
public record Change(String path, String before, String now) {
    /** As much as a table can show. */
    private static final int LONGEST = 500;

    private static final int MOST = 200;
    private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

    /**
     * What an event says that has changed in its object: Stripe's {@code data.previous_attributes}, beside what it is now. At most 200. An object that had other fields is looked into, a list is one value: Stripe repeats the whole list.
     */
    static List<Change> of(JsonNode event) {
        List<Change> changes = new ArrayList<>();
        JsonNode data = event.path("data");
        add(changes, "", data.path("previous_attributes"), data.path("object"));
        return changes;
    }

    /**
     * The fields of two states of a row that differ; those of objects by their path.
     *
     * @param before null for a new row
     * @param after null for one that is gone
     */
    static List<Change> between(JsonNode before, JsonNode after) {
        List<Change> changes = new ArrayList<>();
        compare(changes, "", before == null ? EMPTY : before, after == null ? EMPTY : after);
        return changes;
    }

    private static void compare(List<Change> changes, String path, JsonNode before, JsonNode after) {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode then = before.path(name);
            JsonNode now = after.path(name);
            String at = path.isEmpty() ? name : path + "." + name;
            if (then.isObject() && now.isObject()) {
                compare(changes, at, then, now);
            } else if (!then.equals(now) && !(then.isMissingNode() && now.isNull()) && changes.size() < MOST) {
                changes.add(new Change(cut(at), cut(then.toString()), cut(now.toString())));
            }
        }
    }

    private static void add(List<Change> changes, String path, JsonNode before, JsonNode now) {
        before.properties().forEach(field -> {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode then = field.getValue();
            JsonNode current = now.path(field.getKey());
            if (then.isObject() && !then.isEmpty() && current.isObject()) {
                add(changes, name, then, current);
            } else if (changes.size() < MOST) {
                changes.add(new Change(cut(name), cut(then.toString()), cut(current.toString())));
            }
        });
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

package io.tollgate.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The life of one object as Stripe tells it: one event after the other, several within a second, each with the object as it is
 * then, most with what it was. Some only tell that something is so, and change nothing.
 */
final class ObjectHistory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STATUSES = List.of("draft", "open", "paid", "past_due");
    private static final long START = 1_767_225_600;

    private final Random random;
    private final List<ObjectNode> events = new ArrayList<>();
    private ObjectNode state;
    private long second = START;
    private boolean deleted;
    private int revision;

    ObjectHistory(Random random) {
        this.random = random;
        this.state = JSON.createObjectNode()
                .put("object", "thing")
                .put("status", "draft")
                .putNull("cancel_at")
                .put("revision", 0)
                .put("created", START - 10);
        state.putObject("metadata");
        state.putObject("items").putArray("data").add("price_1");
        if (random.nextInt(4) > 0) {
            tell("created", null);
        }
        int steps = random.nextInt(7);
        for (int i = 0; i < steps; i++) {
            step();
        }
        if (events.isEmpty() || random.nextInt(5) == 0) {
            end();
        }
    }

    private void step() {
        passTime();
        int kind = random.nextInt(10);
        if (kind < 7) {
            ObjectNode before = state.deepCopy();
            change();
            tell("updated", before(before));
            if (kind == 6) {
                tell("moved", before(before));
            }
        } else {
            if (kind == 9) {
                // as Stripe does it without previous_attributes: with a mark that does not come back, such as a time
                state.put("revision", ++revision);
            }
            tell("noted", null);
        }
    }

    private void end() {
        passTime();
        deleted = true;
        tell("deleted", null);
        if (random.nextInt(4) == 0) {
            second++;
            ObjectNode before = state.deepCopy();
            change();
            tell("updated", before(before));
        } else if (random.nextInt(4) == 0) {
            // a team may choose the id, and make it again, also within the second
            second += random.nextInt(2);
            deleted = false;
            state.put("status", "draft")
                    .put("created", Math.max(second, state.get("created").asLong() + 1));
            tell("created", null);
        }
    }

    private void passTime() {
        second += random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
    }

    private void change() {
        ObjectNode before = state.deepCopy();
        while (state.equals(before)) {
            switch (random.nextInt(4)) {
                case 0 -> state.put("status", STATUSES.get(random.nextInt(STATUSES.size())));
                case 1 -> ((ObjectNode) state.get("metadata")).put("key" + random.nextInt(2), "" + random.nextInt(3));
                case 2 -> ((ObjectNode) state.get("items")).putArray("data").add("price_" + random.nextInt(3));
                default ->
                    state.set(
                            "cancel_at",
                            random.nextBoolean()
                                    ? NullNode.instance
                                    : JSON.getNodeFactory().numberNode(second));
            }
        }
    }

    /** As Stripe's previous_attributes: what has changed, of an inner object only what has changed in it, null for what was not there. */
    private ObjectNode before(ObjectNode before) {
        return difference(before, state);
    }

    private static ObjectNode difference(ObjectNode before, ObjectNode after) {
        ObjectNode difference = JSON.createObjectNode();
        after.fieldNames().forEachRemaining(name -> {
            var was = before.get(name);
            var is = after.get(name);
            if (is.equals(was)) {
                return;
            }
            difference.set(
                    name,
                    was instanceof ObjectNode wasObject && is instanceof ObjectNode isObject
                            ? difference(wasObject, isObject)
                            : was == null ? NullNode.instance : was);
        });
        return difference;
    }

    private void tell(String what, ObjectNode before) {
        ObjectNode event = JSON.createObjectNode()
                .put("id", "evt_" + Long.toString(random.nextLong() >>> 1, 36))
                .put("type", "thing." + what)
                .put("created", second)
                .put("livemode", false);
        ObjectNode data = event.putObject("data");
        data.set("object", state.deepCopy());
        if (before != null) {
            data.set("previous_attributes", before);
        }
        events.add(event);
    }

    /** In the order in which they happened, about the object of this id. */
    List<String> events(String id) {
        return events.stream()
                .map(event -> {
                    ObjectNode copy = event.deepCopy();
                    ((ObjectNode) copy.at("/data/object")).put("id", id);
                    return copy.toString();
                })
                .toList();
    }

    /** In any order, some of them twice. */
    List<String> shuffled(String id) {
        List<String> shuffled = new ArrayList<>(events(id));
        for (String event : events(id)) {
            if (random.nextInt(4) == 0) {
                shuffled.add(event);
            }
        }
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** What the object is in the end, without its id. */
    String state() {
        return state.toString();
    }

    boolean isDeleted() {
        return deleted;
    }
}

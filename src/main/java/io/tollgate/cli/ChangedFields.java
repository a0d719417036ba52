package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Gives fields of an event other values, as {@code --set data.object.amount=500} says. */
final class ChangedFields {
    private static final JsonMapper JSON = new JsonMapper();

    private ChangedFields() {}

    /**
     * @param payload the event's JSON
     * @param values by the path of their field: names and places in lists from 0, with dots between
     * @throws InvalidConfiguration when the event is no JSON object, or a path leads through a value that has no fields
     */
    static byte[] in(byte[] payload, Map<String, JsonNode> values) {
        if (values.isEmpty()) {
            return payload;
        }
        try {
            JsonNode event = JSON.readTree(payload);
            if (!(event instanceof ObjectNode)) {
                throw new InvalidConfiguration("To set a field, the event has to be a JSON object");
            }
            values.forEach((path, value) -> set(event, path, value));
            return JSON.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidConfiguration("To set a field, the event has to be JSON, and this one is none", e);
        }
    }

    /** As it is given in a command: JSON, else a text. */
    static JsonNode value(String text) {
        try {
            JsonNode value = JSON.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            return value == null || value.isMissingNode() ? new TextNode(text) : value;
        } catch (JsonProcessingException e) {
            return new TextNode(text);
        }
    }

    private static void set(JsonNode event, String path, JsonNode value) {
        String[] names = path.split("\\.", -1);
        JsonNode at = event;
        for (int i = 0; i < names.length; i++) {
            boolean isLast = i == names.length - 1;
            JsonNode next = at instanceof ArrayNode list && names[i].matches("\\d{1,4}")
                    ? list.get(Integer.parseInt(names[i]))
                    : at.get(names[i]);
            if (!isLast && (next == null || next.isNull())) {
                next = JSON.createObjectNode();
                put(at, names[i], next, path);
            } else if (isLast) {
                put(at, names[i], value, path);
            }
            at = next;
        }
    }

    private static void put(JsonNode at, String name, JsonNode value, String path) {
        if (at instanceof ObjectNode object && !name.isEmpty()) {
            object.set(name, value);
        } else if (at instanceof ArrayNode list && name.matches("\\d{1,4}") && Integer.parseInt(name) <= list.size()) {
            if (Integer.parseInt(name) == list.size()) {
                list.add(value);
            } else {
                list.set(Integer.parseInt(name), value);
            }
        } else {
            throw new InvalidConfiguration(path + ": there is no place " + name
                    + " in this event; a path is such as data.object.amount or data.object.lines.data.0.amount");
        }
    }
}

package io.tollgate.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.text.PersonalData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The texts that somebody sees of an event who may not see what is personal: those of the masked payload, and times. */
final class SeenTexts {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d[\\d:.]*(?:Z|[+-]\\d\\d(?::?\\d\\d)?)?");
    private static final Pattern FIELD = Pattern.compile("[\\w.-]{1,100}");

    private final PersonalData personal;
    private final String payload;
    private final String maskedPayload;
    private final Set<String> seen = new HashSet<>();

    SeenTexts(PersonalData personal, byte[] payload) {
        this.personal = personal;
        this.payload = new String(payload, StandardCharsets.UTF_8);
        this.maskedPayload = new String(personal.mask(payload), StandardCharsets.UTF_8);
        collect(read(maskedPayload));
    }

    private void collect(JsonNode node) {
        if (node.isTextual()) {
            seen.add(node.asText());
        } else {
            node.forEach(this::collect);
        }
    }

    /** What is no JSON is missing. */
    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return NODES.missingNode();
        }
    }

    /** Null stays null. */
    String text(String value) {
        return value == null
                        || value.isEmpty()
                        || seen.contains(value)
                        || MOMENT.matcher(value).matches()
                ? value
                : PersonalData.MASK;
    }

    /** The event as it came, masked; of other JSON what is left of it; else nothing. */
    String body(String body) {
        if (body == null) {
            return null;
        } else if (body.equals(payload)) {
            return maskedPayload;
        }
        JsonNode json = read(body);
        return json.isContainerNode() ? json(json).toString() : PersonalData.MASK;
    }

    /** Null stays null. */
    JsonNode json(JsonNode node) {
        try {
            return node == null ? null : texts(JSON.readTree(personal.mask(JSON.writeValueAsBytes(node))));
        } catch (IOException e) {
            return NODES.textNode(PersonalData.MASK);
        }
    }

    private JsonNode texts(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = NODES.objectNode();
            node.properties()
                    .forEach(field -> object.set(
                            FIELD.matcher(field.getKey()).matches() ? field.getKey() : PersonalData.MASK,
                            texts(field.getValue())));
            return object;
        } else if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(item -> array.add(texts(item)));
            return array;
        }
        return node.isTextual() ? NODES.textNode(text(node.asText())) : node;
    }
}

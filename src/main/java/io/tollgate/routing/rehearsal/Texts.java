package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.StreamCache;

/** Values of an exchange as text, for people to read. Nothing is read that can be read only once. */
final class Texts {
    private static final JsonMapper JSON = new JsonMapper();

    private Texts() {}

    /** Null stays null. */
    static String of(Object value) {
        if (value == null
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum) {
            return value == null ? null : value.toString();
        } else if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        } else if (value instanceof StreamCache stream) {
            return read(stream);
        } else if (value instanceof Map || value instanceof Collection) {
            return json(value);
        }
        String type = value.getClass().getSimpleName();
        return value instanceof java.time.temporal.TemporalAccessor
                ? value.toString()
                : "(" + (type.isEmpty() ? value.getClass().getName() : type) + ")";
    }

    /** It can be read by the next step as well. */
    private static String read(StreamCache stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            stream.reset();
            stream.writeTo(bytes);
            stream.reset();
        } catch (IOException e) {
            return "(" + stream.getClass().getSimpleName() + ")";
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException | StackOverflowError e) {
            return "(" + value.getClass().getSimpleName() + ")";
        }
    }

    /** By name. */
    static Map<String, String> of(Map<String, ?> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, of(value)));
        return texts;
    }
}

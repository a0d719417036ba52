package io.tollgate.stripe.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.stripe.StripeAway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what Stripe answers, and writes what {@code /v2} is asked. */
final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    /** @throws StripeAway when it is none, as of something in between */
    static JsonNode read(byte[] answer) {
        try {
            JsonNode read = JSON.readTree(answer);
            if (read.isObject()) {
                return read;
            }
            throw new IOException("no object");
        } catch (IOException e) {
            // its message quotes what it could not read, which may be a secret
            throw new StripeAway(
                    "What answers in Stripe's place is not Stripe: look at tollgate.stripe.api-base", null);
        }
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    static String write(Map<String, ?> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

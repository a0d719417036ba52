package io.tollgate.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** JSON in the forms in which Stripe writes it; empty when it is none, or would have more than 1 MB. */
final class JsonForms {
    /** Stripe writes emoji as they are. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final ObjectMapper TREES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    /** Within a thousand brackets each byte would be a line of two thousand spaces. */
    private static final int MOST_BYTES = 1 << 20;

    private static final List<String> FIRST = List.of("id", "object");
    private static final Comparator<String> STRIPES_ORDER =
            Comparator.comparingInt(JsonForms::place).thenComparing(Comparator.naturalOrder());

    private JsonForms() {}

    /** As snapshot events are. */
    static Optional<byte[]> indented(byte[] body) {
        return written(body, true);
    }

    /** As thin events are. */
    static Optional<byte[]> compact(byte[] body) {
        return written(body, false);
    }

    /** Indented, and each object with {@code id} and {@code object} first and the rest by their names. */
    static Optional<byte[]> inStripesOrder(byte[] body) {
        try {
            return written(TREES.writeValueAsBytes(ordered(TREES.readTree(body))), true);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int place(String field) {
        int first = FIRST.indexOf(field);
        return first < 0 ? FIRST.size() : first;
    }

    private static JsonNode ordered(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode ordered = TREES.createObjectNode();
            TreeSet<String> names = new TreeSet<>(STRIPES_ORDER);
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> ordered.set(name, ordered(object.get(name))));
            return ordered;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode ordered = TREES.createArrayNode();
            array.forEach(element -> ordered.add(ordered(element)));
            return ordered;
        }
        return node;
    }

    private static Optional<byte[]> written(byte[] body, boolean indented) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length * 2);
        try (JsonParser from = JSON.createParser(body);
                JsonGenerator to = JSON.createGenerator(out)) {
            if (indented) {
                to.setPrettyPrinter(asStripePrints());
            }
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                to.copyCurrentEventExact(from);
                if (out.size() > MOST_BYTES) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(out.toByteArray());
    }

    private static DefaultPrettyPrinter asStripePrints() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        return printer;
    }
}

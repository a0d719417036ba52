package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tollgate.text.MaskedEvents;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * An event in a line of a file: <code>{"endpoint":"default","received_at":"2026-01-31T10:00:00Z","payload":{"id":"evt_…",…}}</code>. It is
 * ASCII. What else is in a line is passed over.
 *
 * @param payload its JSON, UTF-8: what was received but for spaces, escapes and line ends
 */
record ExportedEvent(String endpoint, Instant receivedAt, byte[] payload) {
    /** The line has a level more than the payload, which may be as deep as a parser takes it. */
    private static final int DEEPEST = StreamReadConstraints.DEFAULT_MAX_DEPTH + 8;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    /**
     * Writes it as a line.
     *
     * @param mask null to leave it as it is
     */
    void writeTo(Writer file, MaskedEvents mask) throws IOException {
        try (JsonGenerator line = JSON.createGenerator(file);
                JsonParser event = JSON.createParser(payload)) {
            line.writeStartObject();
            line.writeStringField("endpoint", endpoint);
            line.writeStringField("received_at", receivedAt.toString());
            line.writeFieldName("payload");
            event.nextToken();
            if (mask == null) {
                line.copyCurrentStructureExact(event);
            } else {
                mask.copy(event, line);
            }
            line.writeEndObject();
        }
        file.write('\n');
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException says what is wrong with it, and nothing that is in it
     */
    static ExportedEvent read(byte[] line) {
        String endpoint = null;
        String receivedAt = null;
        byte[] payload = null;
        try (JsonParser json = JSON.createParser(line)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "endpoint" -> endpoint = json.getValueAsString();
                    case "received_at" -> receivedAt = json.getValueAsString();
                    case "payload" -> payload = value == JsonToken.START_OBJECT ? copy(json) : null;
                    default -> json.skipChildren();
                }
            }
            require(json.nextToken() == null, "something comes after the JSON object");
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        require(endpoint != null, "it has no endpoint");
        require(payload != null, "it has no payload that is an object");
        return new ExportedEvent(endpoint, time(receivedAt), payload);
    }

    private static Instant time(String receivedAt) {
        require(receivedAt != null, "it has no received_at");
        try {
            return Instant.parse(receivedAt);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its received_at is no time such as 2026-01-31T10:00:00Z", e);
        }
    }

    private static byte[] copy(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            copy.copyCurrentStructureExact(json);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

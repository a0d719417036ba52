package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event of one's own, posted byte for byte.
 *
 * @param text as it is in its file, which is UTF-8
 */
record EventBody(String text) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * @param file - for standard input
     * @param option that names it
     * @throws InvalidConfiguration when it cannot be read, or is not UTF-8
     */
    static EventBody in(String file, String option) {
        byte[] bytes = GivenFile.read(file, "the event", option);
        try {
            return new EventBody(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new InvalidConfiguration(
                    "What is in " + GivenFile.name(file) + " is not UTF-8, as an event is: give " + option
                            + " its JSON.",
                    e);
        }
    }

    /** The same with another id, where it has one; not a byte else is changed. Of two the last one counts. */
    String withId(String id) {
        int begin = 0;
        int end = 0;
        try (JsonParser parser = JSON.createParser(text)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("id");
                if (parser.nextToken() == JsonToken.VALUE_STRING && isId) {
                    begin = (int) parser.currentTokenLocation().getCharOffset();
                    parser.getText();
                    end = (int) parser.currentLocation().getCharOffset();
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return text;
        }
        return end == 0 ? text : text.substring(0, begin) + '"' + id + '"' + text.substring(end);
    }

    /** Empty where it has none, of which the gateway says what is wrong. */
    Optional<String> type() {
        try {
            return Optional.ofNullable(
                    new ObjectMapper().readTree(text).path("type").textValue());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}

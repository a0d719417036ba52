package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.InvalidConfiguration;
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
    /**
     * @param file - for standard input
     * @throws InvalidConfiguration when it cannot be read, or is not UTF-8
     */
    static EventBody in(String file) {
        byte[] bytes = GivenFile.read(file, "the event", "--body");
        try {
            return new EventBody(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new InvalidConfiguration(
                    "What is in " + GivenFile.name(file) + " is not UTF-8, as an event is: give --body its JSON.", e);
        }
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

package io.tollgate.webhook;

import static io.tollgate.webhook.RejectedWebhook.notAnEvent;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** Reads the value that a parser is at, to its end. One of another shape than is asked for is null. */
final class JsonValues {
    /** Characters. */
    static final int LONGEST = 250;

    private JsonValues() {}

    /** A string that only describes. One too long to be Stripe's is left out: the event itself must not get lost. */
    static String label(JsonParser parser) throws IOException {
        String text = string(parser);
        return text == null || text.length() > LONGEST ? null : text;
    }

    static String string(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getText();
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw notAnEvent("a name in it has control characters or half a character, which no database stores");
        }
        return text;
    }

    /** The label at this path of members, the last one where a member comes twice. */
    static String labelAt(JsonParser parser, String... path) throws IOException {
        if (path.length == 0) {
            return label(parser);
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        String found = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(path[0]);
            parser.nextToken();
            if (wanted) {
                found = labelAt(parser, Arrays.copyOfRange(path, 1, path.length));
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    /** Snapshot events give seconds, thin ones RFC 3339. */
    static Long seconds(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? null : (Long) parser.getLongValue();
        }
        String text = label(parser);
        try {
            return text == null ? null : (Long) OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException e) {
            return null;
        }
    }
}

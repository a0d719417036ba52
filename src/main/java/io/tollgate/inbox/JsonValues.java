package io.tollgate.inbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** Reads the value that a parser is at, to its end. */
final class JsonValues {
    /** Characters. */
    private static final int LONGEST = 250;

    private JsonValues() {}

    /** A string that only describes, or null. One that is none of Stripe's is left out: the event must not get lost. */
    static String label(JsonParser parser) throws IOException {
        String text = string(parser);
        return text == null || !isLabel(text) ? null : text;
    }

    /**
     * Whether it has up to 250 characters, all of which can be seen: a line end or a change of direction would forge the
     * log or a message's properties, and no database stores NUL or half a character.
     */
    static boolean isLabel(String text) {
        return text.length() <= LONGEST && Visible.isSeen(text);
    }

    /** Null when it is of another kind. */
    static String string(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        return parser.getText();
    }

    /** @throws NotAnEvent unless it is true, false or null */
    static Boolean flag(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new NotAnEvent("its livemode is neither true nor false");
        };
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

    /**
     * Seconds since 1970: snapshot events give them as a number, thin ones as a time.
     *
     * @throws NotAnEvent unless it is a whole number, a time as in RFC 3339, or null
     */
    static Long seconds(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_STRING -> moment(parser.getText());
            case VALUE_NULL -> null;
            default -> throw noTime();
        };
    }

    private static long whole(JsonParser parser) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw noTime();
        }
        return parser.getLongValue();
    }

    private static long moment(String text) {
        try {
            return OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException e) {
            throw noTime();
        }
    }

    private static NotAnEvent noTime() {
        return new NotAnEvent(
                "its created is neither whole seconds since 1970 nor a time such as 2024-09-17T06:20:52Z");
    }
}

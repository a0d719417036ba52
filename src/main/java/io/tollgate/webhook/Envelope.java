package io.tollgate.webhook;

import static io.tollgate.webhook.Outcome.NOT_AN_EVENT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.inbox.VerifiedEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/**
 * What an event says about itself at its top level, snapshot ({@code event}) and thin ({@code v2.core.event}) alike. The
 * parser passes over everything else, but over all of it: what is no JSON is no event. A key that comes twice counts as
 * it does in a map, the last one wins.
 */
class Envelope {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern ID = Pattern.compile("evt_[A-Za-z0-9_]{1,250}");
    private static final int LONGEST = 250;
    private static final byte FIRST_OF_BYTE_ORDER_MARK = (byte) 0xEF;

    private String id;
    private String type;
    private Boolean livemode;
    private Long created;
    private String apiVersion;
    private String account;
    private String dataObjectId;
    private String relatedObjectId;

    private Envelope() {}

    /**
     * @param payload strict UTF-8
     * @throws RejectedWebhook unless it is one JSON object with an id and a type, and nothing after it
     */
    static Envelope read(byte[] payload) {
        Envelope envelope = new Envelope();
        refuseOtherEncodings(payload);
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnEvent("it is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                envelope.readField(parser, parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw notAnEvent("something comes after the JSON object");
            }
        } catch (IOException e) {
            throw notAnEvent("it is not JSON");
        }
        envelope.check();
        return envelope;
    }

    VerifiedEvent toEvent(String endpoint, byte[] payload, Instant receivedAt) {
        String objectId = dataObjectId != null ? dataObjectId : relatedObjectId;
        return new VerifiedEvent(
                id, type, endpoint, livemode, created, apiVersion, account, objectId, payload, receivedAt);
    }

    private void readField(JsonParser parser, String name) throws IOException {
        JsonToken token = parser.nextToken();
        switch (name) {
            case "id" -> id = string(parser);
            case "type" -> type = string(parser);
            case "livemode" -> livemode = token.isBoolean() ? parser.getBooleanValue() : null;
            case "created" -> created = seconds(parser);
            case "api_version" -> apiVersion = label(parser);
            case "account" -> account = label(parser);
            case "data" -> dataObjectId = member(parser, "object", object -> member(object, "id", Envelope::label));
            case "related_object" -> relatedObjectId = member(parser, "id", Envelope::label);
            default -> parser.skipChildren();
        }
    }

    private void check() {
        if (id == null || !ID.matcher(id).matches()) {
            throw notAnEvent("its id is not one of Stripe's (evt_…)");
        }
        if (type == null || type.isEmpty() || type.length() > LONGEST) {
            throw notAnEvent("its type does not have 1 to 250 characters");
        }
    }

    /** The parser would guess another encoding from bytes that are zero, and pass over a byte order mark. */
    private static void refuseOtherEncodings(byte[] payload) {
        boolean guess = payload.length > 0 && payload[0] == FIRST_OF_BYTE_ORDER_MARK;
        for (int i = 0; i < payload.length && !guess; i++) {
            guess = payload[i] == 0;
        }
        if (guess) {
            throw notAnEvent("it is not JSON");
        }
    }

    private interface Reader {
        String read(JsonParser parser) throws IOException;
    }

    /** What the reader makes of the member of that name; null without one. Passes over a value that is no object. */
    private static String member(JsonParser parser, String name, Reader reader) throws IOException {
        String found = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(name);
            parser.nextToken();
            if (wanted) {
                found = reader.read(parser);
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    /** A string that only describes. One too long to be Stripe's is left out: the event itself must not get lost. */
    private static String label(JsonParser parser) throws IOException {
        String text = string(parser);
        return text == null || text.length() > LONGEST ? null : text;
    }

    private static String string(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (Character.isISOControl(c) || Character.isSurrogate(c) && !pair) {
                throw notAnEvent("a name in it has control characters or half a character, which no database stores");
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    /** Snapshot events give seconds, thin ones RFC 3339. */
    private static Long seconds(JsonParser parser) throws IOException {
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

    private static RejectedWebhook notAnEvent(String why) {
        return new RejectedWebhook(NOT_AN_EVENT, "The body is no event: " + why + ". Send one event of Stripe.");
    }
}

package io.tollgate.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an event says about itself at its top level, snapshot ({@code event}) and thin ({@code v2.core.event}) alike. The
 * parser passes over everything else, but over all of it: what is no JSON is no event. A key that comes twice counts as
 * it does in a map, the last one wins.
 *
 * <p>It says nothing else than a flow reads, which has all of the same bytes in a map. Where a value would mean one thing
 * here and another there, the event is refused if routing depends on it ({@code id}, {@code type}, {@code livemode},
 * {@code created}); else the value is left out here.
 */
public final class Envelope {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern ID = Pattern.compile("evt_[A-Za-z0-9_]{1,250}");
    private static final Pattern ACCOUNT = Pattern.compile("acct_[A-Za-z0-9_]+");
    private static final byte FIRST_OF_BYTE_ORDER_MARK = (byte) 0xEF;

    private String id;
    private String type;
    private Boolean livemode;
    private Long created;
    private String apiVersion;
    private String account;
    private String userId;
    private String context;
    private String dataObjectId;
    private String relatedObjectId;

    private Envelope() {}

    /**
     * @param payload strict UTF-8
     * @throws NotAnEvent unless it is one JSON object with an id and a type, and nothing after it; and for a {@code
     *     livemode} or a {@code created} of a kind that Stripe does not send
     */
    public static Envelope read(byte[] payload) {
        Envelope envelope = new Envelope();
        refuseOtherEncodings(payload);
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAnEvent("it is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                envelope.readField(parser, parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new NotAnEvent("something comes after the JSON object");
            }
        } catch (IOException e) {
            throw new NotAnEvent("it is not JSON");
        }
        envelope.check();
        return envelope;
    }

    /**
     * @param endpoint the endpoint it came in at
     * @param payload what was read
     */
    public VerifiedEvent toEvent(String endpoint, byte[] payload, Instant receivedAt) {
        String objectId = dataObjectId != null ? dataObjectId : relatedObjectId;
        return new VerifiedEvent(
                id, type, endpoint, livemode, created, apiVersion, whose(), objectId, payload, receivedAt);
    }

    /**
     * The account that it is about, not one's own. Connect named it {@code user_id} at first; a thin event has it as the last part of
     * its {@code context}, behind that of an organization.
     */
    private String whose() {
        return account != null
                ? account
                : Stream.of(userId, context)
                        .filter(Objects::nonNull)
                        .map(text -> text.substring(text.lastIndexOf('/') + 1))
                        .filter(name -> ACCOUNT.matcher(name).matches())
                        .findFirst()
                        .orElse(null);
    }

    private void readField(JsonParser parser, String name) throws IOException {
        parser.nextToken();
        switch (name) {
            case "id" -> id = JsonValues.string(parser);
            case "type" -> type = JsonValues.string(parser);
            case "livemode" -> livemode = JsonValues.flag(parser);
            case "created" -> created = JsonValues.seconds(parser);
            case "api_version" -> apiVersion = JsonValues.label(parser);
            case "account" -> account = JsonValues.label(parser);
            case "user_id" -> userId = JsonValues.label(parser);
            case "context" -> context = JsonValues.label(parser);
            case "data" -> dataObjectId = JsonValues.labelAt(parser, "object", "id");
            case "related_object" -> relatedObjectId = JsonValues.labelAt(parser, "id");
            default -> parser.skipChildren();
        }
    }

    private void check() {
        if (id == null || !ID.matcher(id).matches()) {
            throw new NotAnEvent("its id is not one of Stripe's (evt_…)");
        }
        if (type == null || type.isEmpty() || !JsonValues.isLabel(type)) {
            throw new NotAnEvent("its type does not have 1 to 250 characters that can be seen");
        }
    }

    /** The parser would guess another encoding from bytes that are zero, and pass over a byte order mark. */
    private static void refuseOtherEncodings(byte[] payload) {
        boolean guess = payload.length > 0 && payload[0] == FIRST_OF_BYTE_ORDER_MARK;
        for (byte b : payload) {
            guess |= b == 0;
        }
        if (guess) {
            throw new NotAnEvent("it is not JSON");
        }
    }
}

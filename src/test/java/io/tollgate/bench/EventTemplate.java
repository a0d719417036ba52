package io.tollgate.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A sample that comes with Tollgate, of 2.5 KB or more, all ASCII.
 *
 * @param json with {@link #NAME} wherever an event has something of its own
 * @param body the same as bytes
 * @param places where the name stands in it
 */
record EventTemplate(String type, String json, byte[] body, int[] places) {
    /** The name of an event: five characters of its run, and its number. */
    static final int DIGITS = 9;

    static final String NAME = "#".repeat(5 + DIGITS);
    static final EventTemplate PAYMENT = of("payment_intent.succeeded");
    /** Its flow has a queue of its own. */
    static final EventTemplate CHECKOUT = of("checkout.session.completed");

    private static final int BODY_BYTES = 2700;
    private static final String ORDER = "\"order_id\": \"10427\"";

    static EventTemplate of(String type) {
        String json = json(type);
        return new EventTemplate(
                type,
                json,
                json.getBytes(StandardCharsets.US_ASCII),
                Pattern.compile(NAME)
                        .matcher(json)
                        .results()
                        .mapToInt(MatchResult::start)
                        .toArray());
    }

    /** Filled up to 2.7 KB by metadata, where it has some. */
    private static String json(String type) {
        try (InputStream sample = EventTemplate.class.getResourceAsStream("/samples/" + type + ".json")) {
            String json = new String(sample.readAllBytes(), StandardCharsets.US_ASCII)
                    .replace('\ufffd', '?')
                    .replaceAll("\"\\{now[^}]*}\"", Long.toString(Instant.now().getEpochSecond()))
                    .replace("{random}", NAME);
            int missing = Math.max(0, BODY_BYTES - json.length() - ", \"note\": \"\"".length());
            return json.replace(ORDER, ORDER + ", \"note\": \"" + "n".repeat(missing) + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

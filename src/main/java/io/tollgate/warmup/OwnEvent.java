package io.tollgate.warmup;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The body of an event, of the shape and the size of one of Stripe's, but for its type: there is no flow for it, should it
 * ever come to one.
 *
 * @param start what comes before the id
 * @param end what comes after it
 */
record OwnEvent(String start, String end) {
    static final int MOST_BYTES = 3000;

    private static final String SAMPLE = "/samples/payment_intent.succeeded.json";
    private static final String TYPE = "tollgate.warm_up";
    private static final String ID = "evt_{random}";
    private static final String RANDOM = "1QWarmUpWarmUpWarmUpWarm";
    private static final String ORDER = "\"order_id\": \"10427\"";
    private static final int NOTE = 420;

    /** @param created seconds since 1970 */
    static OwnEvent of(long created) throws IOException {
        String sample = sample();
        int id = sample.indexOf(ID);
        return new OwnEvent(
                filled(sample.substring(0, id), created), filled(sample.substring(id + ID.length()), created));
    }

    byte[] body(String id) {
        return (start + id + end).getBytes(StandardCharsets.UTF_8);
    }

    private static String filled(String text, long created) {
        return text.replaceAll("\"\\{now[^}]*}\"", Long.toString(created))
                .replace("{random}", RANDOM)
                .replace("\"type\": \"payment_intent.succeeded\"", "\"type\": \"" + TYPE + "\"")
                .replace(ORDER, ORDER + ", \"note\": \"" + "n".repeat(NOTE) + "\"");
    }

    private static String sample() throws IOException {
        try (InputStream stream = OwnEvent.class.getResourceAsStream(SAMPLE)) {
            if (stream == null) {
                throw new FileNotFoundException(SAMPLE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

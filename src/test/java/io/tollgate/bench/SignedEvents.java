package io.tollgate.bench;

import io.tollgate.support.Signatures;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * HTTP requests with one signed event each, as Stripe sends them: 2.7 KB, an id and object ids of their own, and all of
 * the same length.
 *
 * @param run what the ids of one measurement have in common; five characters
 */
record SignedEvents(String run) {
    static final String SECRET = "whsec_bench";
    static final String TYPE = "payment_intent.succeeded";
    private static final int BODY_BYTES = 2700;
    private static final int DIGITS = 9;
    private static final String TEMPLATE = template();

    private static final String REQUEST = "POST /webhooks/stripe HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\nAccept: */*; q=0.5, application/xml\r\n"
            + "Cache-Control: no-cache\r\nContent-Type: application/json; charset=utf-8\r\nStripe-Signature: %s\r\n"
            + "Content-Length: %d\r\n\r\n%s";

    /** The number of an event, from its id. */
    static int number(String id) {
        return Integer.parseInt(id.substring(id.length() - DIGITS));
    }

    boolean contains(String id) {
        return id.startsWith("evt_" + run);
    }

    /** @param number 0 or more */
    byte[] request(int number) {
        String body = TEMPLATE.replace("{random}", run + String.format("%0" + DIGITS + "d", number));
        String signature = Signatures.sign(body, SECRET, Instant.now());
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return REQUEST.formatted(signature, length, body).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes {@code count} requests into the file, without anything between them; returns how long each is. */
    int write(Path file, int count) throws IOException {
        int length = request(0).length;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < count; i++) {
                out.write(request(i));
            }
        }
        return length;
    }

    /** The sample that comes with Tollgate, with as much metadata as fills it up. */
    private static String template() {
        try (InputStream sample = SignedEvents.class.getResourceAsStream("/samples/" + TYPE + ".json")) {
            String json = new String(sample.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("\"\\{now[^}]*}\"", Long.toString(Instant.now().getEpochSecond()));
            int missing = BODY_BYTES
                    - json.replace("{random}", "12345" + "0".repeat(DIGITS)).getBytes(StandardCharsets.UTF_8).length;
            return json.replace(
                    "\"order_id\": \"10427\"",
                    "\"order_id\": \"10427\", \"note\": \"" + "n".repeat(Math.max(0, missing - 12)) + "\"");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

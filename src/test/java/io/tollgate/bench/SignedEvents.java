package io.tollgate.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HTTP requests with one signed event each, as Stripe sends them: 2.7 KB, an id and object ids of their own, and all of
 * the same length.
 *
 * @param run what the ids of one measurement have in common; five characters
 */
record SignedEvents(String run, EventTemplate template) {
    static final String SECRET = "whsec_bench";
    private static final String HEAD = "POST /webhooks/stripe HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n"
            + "Accept: */*; q=0.5, application/xml\r\nCache-Control: no-cache\r\n"
            + "Content-Type: application/json; charset=utf-8\r\nContent-Length: ";
    private static final SecretKeySpec KEY = new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256");

    /** The number of an event, from its id. */
    static int number(String id) {
        return Integer.parseInt(id.substring(id.length() - EventTemplate.DIGITS));
    }

    boolean contains(String id) {
        return id.startsWith("evt_" + run);
    }

    /** @param number 0 or more */
    byte[] request(int number) {
        byte[] name = (run + String.valueOf(1_000_000_000L + number).substring(1)).getBytes(StandardCharsets.US_ASCII);
        byte[] body = template.body().clone();
        for (int place : template.places()) {
            System.arraycopy(name, 0, body, place, name.length);
        }
        byte[] head = (HEAD + body.length + "\r\nStripe-Signature: " + signature(body) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** The same as {@link io.tollgate.support.Signatures}, for a tenth of the time. */
    private static String signature(byte[] body) {
        try {
            String timestamp = Long.toString(Instant.now().getEpochSecond());
            Mac mac = Mac.getInstance(KEY.getAlgorithm());
            mac.init(KEY);
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + timestamp + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
}

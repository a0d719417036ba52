package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stripe's own library has the last word on which signature is right. */
class SignatureHeaderTest {
    private static final List<String> TEXTS =
            List.of("", "{}", "{\"name\":\"Zoé ☕ 🎟️\"}", "x".repeat(5000), "\n\u0000");
    private static final long ANY_AGE = 0;

    private final Random random = new Random(42);

    @Test
    void agreesWithStripesLibrary() throws Exception {
        int right = 0;
        for (int i = 0; i < 5000; i++) {
            String body = TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt(3);
            String secret = "whsec_" + random.nextInt(2) + "é";
            String header = header(body, "whsec_" + random.nextInt(2) + "é");

            boolean expected = stripeAccepts(body, header, secret);
            assertThat(SignatureHeader.parse(header).isOf(body.getBytes(StandardCharsets.UTF_8), secret))
                    .as("%s over %s", header, body)
                    .isEqualTo(expected);
            right += expected ? 1 : 0;
        }
        assertThat(right).isBetween(500, 4500);
    }

    /** Stripe's library does not take them; but lists in HTTP have them, when something on the way writes a list anew. */
    @Test
    void spacesBesideACommaDoNotCount() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String[] parts = SignatureHeader.sign(body, "whsec_a", 1767225600).split(",");

        for (String between : List.of(", ", " ,", "\t,\t", ",  v0=x ,")) {
            SignatureHeader header = SignatureHeader.parse(" " + parts[0] + between + parts[1] + " ");
            assertThat(header.timestamp()).isEqualTo(1767225600);
            assertThat(header.isOf(body, "whsec_a")).as(between).isTrue();
        }
    }

    /** Signed with the secret, some of the signatures changed, in some order, with other schemes among them. */
    private String header(String body, String secret) throws Exception {
        long timestamp = random.nextInt(2_000_000_000);
        String right = Webhook.Util.computeHmacSha256(secret, timestamp + "." + body);
        List<String> items = new ArrayList<>(List.of("t=" + timestamp));
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            items.add(random.nextInt(items.size() + 1), "v1=" + changed(right));
        }
        items.add(random.nextInt(items.size() + 1), "v0=" + right);
        return String.join(",", items);
    }

    private String changed(String signature) {
        return switch (random.nextInt(6)) {
            case 0 -> signature.toUpperCase(Locale.ROOT);
            case 1 -> signature.substring(1);
            case 2 -> signature + "0";
            case 3 -> "";
            case 4 -> new StringBuilder(signature).reverse().toString();
            default -> signature;
        };
    }

    private static boolean stripeAccepts(String body, String header, String secret) {
        try {
            return Webhook.Signature.verifyHeader(body, header, secret, ANY_AGE);
        } catch (SignatureVerificationException e) {
            return false;
        }
    }
}

package io.tollgate.webhook;

import static io.tollgate.webhook.Outcome.MALFORMED_SIGNATURE;
import static io.tollgate.webhook.Outcome.MISSING_SIGNATURE;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a {@code Stripe-Signature} header says: {@code t=<unix seconds>,v1=<hex>[,v1=<hex>…]} and schemes we don't know.
 *
 * @param timestamp seconds since 1970
 * @param signatures those of the scheme {@code v1}, each as it came; one or more
 */
record SignatureHeader(long timestamp, List<String> signatures) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    /**
     * @param header null when the request has none
     * @throws RejectedWebhook unless it has one timestamp and at least one {@code v1}
     */
    static SignatureHeader parse(String header) {
        if (header == null || header.isBlank()) {
            throw new RejectedWebhook(
                    MISSING_SIGNATURE, "There is no Stripe-Signature header. Let Stripe post, or sign as it does.");
        }
        Long timestamp = null;
        List<String> signatures = new ArrayList<>(2);
        for (String item : header.split(",", -1)) {
            // a proxy that writes the list anew may put a space behind a comma (RFC 9110, 5.6.1)
            String[] pair = item.strip().split("=", 2);
            if (pair.length < 2) {
                throw malformed();
            }
            if (pair[0].equals("t")) {
                if (timestamp != null || !SECONDS.matcher(pair[1]).matches()) {
                    throw malformed();
                }
                timestamp = Long.valueOf(pair[1]);
            }
            if (pair[0].equals("v1")) {
                signatures.add(pair[1]);
            }
        }
        if (timestamp == null || signatures.isEmpty()) {
            throw malformed();
        }
        return new SignatureHeader(timestamp, signatures);
    }

    /** The header with which Stripe sends this body. */
    static String sign(byte[] body, String secret, long timestamp) {
        return "t=" + timestamp + ",v1=" + new SignatureHeader(timestamp, List.of()).digits(body, secret);
    }

    /**
     * Whether one of them is Stripe's for this body: the HMAC-SHA256 of {@code t + "." + body}, in lower-case hexadecimal
     * digits, with the whole secret as the key ({@code https://docs.stripe.com/webhooks#verify-manually}).
     */
    boolean isOf(byte[] body, String secret) {
        byte[] expected = digits(body, secret).getBytes(StandardCharsets.US_ASCII);
        boolean matches = false;
        for (String signature : signatures) {
            // in constant time, so that nobody can guess it digit by digit
            matches |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        return matches;
    }

    private String digits(byte[] body, String secret) {
        return HexFormat.of().formatHex(hmac(body, secret));
    }

    private byte[] hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Each Java has " + ALGORITHM, e);
        }
    }

    private static RejectedWebhook malformed() {
        return new RejectedWebhook(
                MALFORMED_SIGNATURE, "Send one Stripe-Signature header that reads t=<unix seconds>,v1=<hex>.");
    }
}

package io.tollgate.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A signing secret.
 *
 * @param text the whole of it, {@code whsec_…}
 * @param fingerprint the first 8 hexadecimal digits of the SHA-256 of {@code tollgate:} and the text; says nothing of it
 * @param source where it is from; never the text
 */
record Secret(String text, String fingerprint, String source) {
    static final String PREFIX = "whsec_";
    static final String FORM =
            "Stripe's begin with whsec_, go on with letters and digits, and have no quotes or spaces in"
                    + " them, also none that cannot be seen";

    private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9+/=_-]+");
    private static final int FINGERPRINT_BYTES = 4;

    static Secret of(String text, String source) {
        return new Secret(text, fingerprint(text), source);
    }

    /** Whether Stripe's look like this. */
    static boolean canBe(String text) {
        return TEXT.matcher(text).matches();
    }

    private static String fingerprint(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("tollgate:" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java has SHA-256", e);
        }
    }

    /** Never shows the text. */
    @Override
    public String toString() {
        return fingerprint + " from " + source;
    }
}

package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;

/**
 * Whatever the header: it is refused, or says a time and signatures; and no signature is right here that Stripe's own
 * library finds wrong. In the inputs {@code RIGHT} stands for the digits of the right signature at {@code t=1767225600}.
 */
class SignatureHeaderFuzzTest {
    private static final String SECRET = "whsec_fuzz";
    private static final String BODY = "{}";
    private static final long ANY_AGE = 0;
    private static final String RIGHT = SignatureHeader.sign(
                    BODY.getBytes(StandardCharsets.UTF_8), SECRET, 1_767_225_600)
            .replaceFirst(".*v1=", "");

    @DictionaryEntries({"t=1767225600", "v1=", "RIGHT", "v0=", ",", "=", "t=", " ", "\t", "t=0", "v1=RIGHT,"})
    @FuzzTest(maxDuration = "10m")
    void isRefusedOrNoRighterThanToStripesLibrary(byte[] input) {
        String header = new String(input, StandardCharsets.ISO_8859_1).replace("RIGHT", RIGHT);
        SignatureHeader parsed;
        try {
            parsed = SignatureHeader.parse(header);
        } catch (RejectedWebhook e) {
            assertThat(e.answer().outcome()).isIn(Outcome.MALFORMED_SIGNATURE, Outcome.MISSING_SIGNATURE);
            return;
        }
        assertThat(parsed.timestamp()).isBetween(0L, 999_999_999_999L);
        assertThat(parsed.signatures()).isNotEmpty();
        if (parsed.isOf(BODY.getBytes(StandardCharsets.UTF_8), SECRET)) {
            assertThat(isRightToStripe(header)).isTrue();
        }
    }

    private static boolean isRightToStripe(String header) {
        try {
            return Webhook.Signature.verifyHeader(BODY, header, SECRET, ANY_AGE);
        } catch (SignatureVerificationException e) {
            return false;
        }
    }
}

package io.tollgate.support;

import com.stripe.net.Webhook;
import java.security.GeneralSecurityException;
import java.time.Instant;

/** Signs as Stripe does. */
public final class Signatures {
    private Signatures() {}

    /** The value of a Stripe-Signature header. */
    public static String sign(String payload, String secret, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(payload, secret, at.getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

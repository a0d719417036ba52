package io.tollgate.webhook;

import static io.tollgate.webhook.RejectedWebhook.Reason.MALFORMED_SIGNATURE;

import java.util.regex.Pattern;

/**
 * What a {@code Stripe-Signature} header says: {@code t=<unix seconds>,v1=<hex>[,v1=<hex>…]} and schemes we don't know.
 *
 * @param timestamp seconds since 1970
 */
record SignatureHeader(long timestamp) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    /** @throws RejectedWebhook unless it has one timestamp and at least one {@code v1} */
    static SignatureHeader parse(String header) {
        Long timestamp = null;
        boolean signed = false;
        for (String item : header.split(",", -1)) {
            String[] pair = item.split("=", 2);
            if (pair.length < 2) {
                throw malformed();
            }
            if (pair[0].equals("t")) {
                if (timestamp != null || !SECONDS.matcher(pair[1]).matches()) {
                    throw malformed();
                }
                timestamp = Long.valueOf(pair[1]);
            }
            signed |= pair[0].equals("v1");
        }
        if (timestamp == null || !signed) {
            throw malformed();
        }
        return new SignatureHeader(timestamp);
    }

    static RejectedWebhook malformed() {
        return new RejectedWebhook(
                MALFORMED_SIGNATURE, "Send one Stripe-Signature header that reads t=<unix seconds>,v1=<hex>.");
    }
}

package io.tollgate.webhook;

/** A request that Stripe did not send, or not in this form. It is answered with 400; nothing of it is stored. */
class RejectedWebhook extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as the answer's {@code reason}. */
    enum Reason {
        MISSING_SIGNATURE,
        MALFORMED_SIGNATURE,
        TIMESTAMP_OUT_OF_TOLERANCE,
        NO_MATCHING_SIGNATURE,
        NOT_AN_EVENT;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    /** @param detail a sentence that names the fix; goes into the answer, so without payload and secret */
    RejectedWebhook(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}

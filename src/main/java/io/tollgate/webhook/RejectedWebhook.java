package io.tollgate.webhook;

import io.tollgate.inbox.NotAnEvent;

/** A request that Stripe did not send, or not in this form: how a step of the route refuses it. */
class RejectedWebhook extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome reason;

    /**
     * @param reason one that is answered with 400
     * @param detail as of {@link Answer.Refused}
     */
    RejectedWebhook(Outcome reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    static RejectedWebhook because(NotAnEvent none) {
        return new RejectedWebhook(
                Outcome.NOT_AN_EVENT, "The body is no event: " + none.getMessage() + ". Send one event of Stripe.");
    }

    Answer.Refused answer() {
        return new Answer.Refused(reason, getMessage());
    }
}

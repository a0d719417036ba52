package io.tollgate.webhook;

import java.util.Locale;

/**
 * Why a signature was refused, as far as that can be known.
 *
 * @param sentence for the log; empty when it is not known
 */
record WrongSignature(Cause cause, String sentence) {
    static final WrongSignature UNKNOWN = new WrongSignature(Cause.UNKNOWN, "");

    /** What it was. All but the last two are certain: who has signed knows a secret of this gateway. */
    enum Cause {
        OTHER_ENDPOINT,
        OTHER_MODE,
        CHANGED_BODY,
        ALTERED_SECRET,
        CLOCK_SKEW,
        OLD_EVENT,
        PERHAPS_OTHER_MODE,
        UNKNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static WrongSignature outOfTime(long age) {
        return age < 0
                ? new WrongSignature(
                        Cause.CLOCK_SKEW,
                        "A request was signed right, " + -age + " s ahead of this machine's clock: set the clock right")
                : new WrongSignature(
                        Cause.OLD_EVENT,
                        "A request was signed right, but " + age
                                + " s ago: somebody sends an old one again, or something on"
                                + " the way kept it; when all are so old, this machine's clock is ahead");
    }

    static WrongSignature otherEndpoint(String other) {
        return new WrongSignature(
                Cause.OTHER_ENDPOINT,
                "A request was signed with the secret of endpoint '" + other + "': let Stripe post it to " + path(other)
                        + ", or give this endpoint its own secret");
    }

    static WrongSignature otherMode(String endpoint, String other, boolean livemode) {
        return new WrongSignature(
                Cause.OTHER_MODE,
                "A " + mode(livemode) + " event was signed with the secret of endpoint '" + other + "', and endpoint '"
                        + endpoint + "' is for " + mode(!livemode) + " ones: let Stripe post it to " + path(other));
    }

    /** Who has signed is not known here, so it may be made up. */
    static WrongSignature perhapsOtherMode(boolean livemode) {
        return new WrongSignature(
                Cause.PERHAPS_OTHER_MODE,
                "No secret fits what calls itself a " + mode(livemode) + " event, and this endpoint is for "
                        + mode(!livemode) + " ones: if Stripe sent it, add the secret of Stripe's " + mode(livemode)
                        + " endpoint, or correct the URL there");
    }

    static WrongSignature alteredSecret(String how) {
        return new WrongSignature(
                Cause.ALTERED_SECRET,
                "A request was signed with a secret of this endpoint " + how
                        + ": the key is the whole text that Stripe shows, whsec_ included, and nothing else");
    }

    static WrongSignature changedBody(String how) {
        return new WrongSignature(
                Cause.CHANGED_BODY,
                "A body was changed on its way, which a signature does not allow: " + how
                        + ". Let the proxy in front hand on the bytes as they come");
    }

    private static String mode(boolean livemode) {
        return livemode ? "live" : "test";
    }

    private static String path(String endpoint) {
        return endpoint.equals(WebhookProperties.DEFAULT_ENDPOINT)
                ? WebhookEngine.PATH
                : WebhookEngine.PATH + "/" + endpoint;
    }
}

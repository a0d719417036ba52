package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.EndpointPolicy;
import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.Passage;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.StripeCall;
import io.tollgate.stripe.StripeKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One account that Stripe is asked about, and how its events are put into the inbox.
 *
 * @param key ours
 * @param connected null for our own
 * @param endpoint the one at which its events would have come in
 * @param policy of that endpoint
 */
record Account(StripeKey key, String connected, String endpoint, EndpointPolicy policy) {
    Scope scope() {
        return new Scope(key.owner(), key.livemode(), connected == null ? "" : connected);
    }

    /** @param thin whether for thin events, of which {@code /v2} knows the account as the context */
    StripeCall call(boolean thin) {
        return thin ? StripeCall.of(key).in(connected) : StripeCall.of(key).as(connected);
    }

    /** The list of a connected account leaves out whose events they are; what is posted to an endpoint says it. */
    VerifiedEvent event(byte[] listed, Instant now) {
        VerifiedEvent event = read(listed, now);
        return policy.applied(connected == null || event.account() != null ? event : read(named(listed), now));
    }

    private VerifiedEvent read(byte[] body, Instant now) {
        return Envelope.read(body).toEvent(endpoint, body, now).on(Passage.RECONCILED);
    }

    /** As the last one, which counts when there are two. */
    private byte[] named(byte[] listed) {
        ByteArrayOutputStream named = new ByteArrayOutputStream(listed.length + 64);
        named.write(listed, 0, listed.length - 1);
        named.writeBytes((",\"account\": \"" + connected + "\"}").getBytes(StandardCharsets.UTF_8));
        return named.toByteArray();
    }
}

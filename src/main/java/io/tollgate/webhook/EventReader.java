package io.tollgate.webhook;

import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.NotAnEvent;
import io.tollgate.inbox.VerifiedEvent;
import java.time.Instant;

/** Reads an event as the ingress does, but for its signature: for what looks at events, and stores none. */
public final class EventReader {
    private EventReader() {}

    /**
     * @param payload strict UTF-8
     * @param endpoint at which it would come in
     * @throws IllegalArgumentException says why it is no event
     */
    public static VerifiedEvent read(byte[] payload, String endpoint, Instant receivedAt) {
        try {
            return Envelope.read(payload).toEvent(endpoint, payload, receivedAt);
        } catch (NotAnEvent e) {
            throw new IllegalArgumentException(RejectedWebhook.because(e).getMessage(), e);
        }
    }
}

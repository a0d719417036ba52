package io.tollgate.support;

import io.tollgate.inbox.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as the verifier would hand them to the inbox. */
public final class Events {
    private Events() {}

    public static VerifiedEvent event(String id, String type, Instant receivedAt) {
        String payload = "{\"id\":\"" + id + "\",\"object\":\"event\",\"type\":\"" + type + "\"}";
        return new VerifiedEvent(
                id,
                type,
                "default",
                false,
                1767225600L,
                null,
                null,
                null,
                payload.getBytes(StandardCharsets.UTF_8),
                receivedAt);
    }
}

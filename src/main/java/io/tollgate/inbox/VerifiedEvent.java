package io.tollgate.inbox;

import java.time.Instant;

/**
 * An event whose signature was right, with what its envelope says.
 *
 * @param id {@code evt_…}, unique in the inbox
 * @param type the event type, 1 to 250 characters
 * @param endpoint the endpoint it came in at, {@code default} unless the path named one
 * @param livemode null when the event does not say
 * @param created seconds since 1970, null when the event does not say
 * @param apiVersion null when the event has none
 * @param account the connected account, null when the event has none
 * @param objectId id of the object it is about, null when the event has none
 * @param payload the request body as received, UTF-8
 * @param receivedAt when it was received, by this gateway's clock
 */
public record VerifiedEvent(
        String id,
        String type,
        String endpoint,
        Boolean livemode,
        Long created,
        String apiVersion,
        String account,
        String objectId,
        byte[] payload,
        Instant receivedAt) {

    /** Names the event without its payload, which must not reach a log. */
    @Override
    public String toString() {
        return id + " " + type;
    }
}

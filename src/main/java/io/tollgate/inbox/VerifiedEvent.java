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
 * @param arrival from when on it waits to be stored; null unless it has just come in
 * @param warmUp whether it is nobody's, but of this gateway's own warm-up: it is written, rolled back, and never seen
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
        Instant receivedAt,
        Arrival arrival,
        boolean warmUp) {

    public VerifiedEvent(
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
        this(id, type, endpoint, livemode, created, apiVersion, account, objectId, payload, receivedAt, null, false);
    }

    /** The same event, with the moment its request came. */
    public VerifiedEvent arrived(Arrival at) {
        return new VerifiedEvent(
                id, type, endpoint, livemode, created, apiVersion, account, objectId, payload, receivedAt, at, warmUp);
    }

    /** The same, as one of the warm-up. */
    public VerifiedEvent ofWarmUp() {
        return new VerifiedEvent(
                id,
                type,
                endpoint,
                livemode,
                created,
                apiVersion,
                account,
                objectId,
                payload,
                receivedAt,
                arrival,
                true);
    }

    /** Names the event without its payload, which must not reach a log. */
    @Override
    public String toString() {
        return id + " " + type;
    }
}

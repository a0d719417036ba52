package io.tollgate.inbox;

import io.tollgate.trace.Span;
import java.time.Instant;

/**
 * An event that is Stripe's, with what its envelope says.
 *
 * @param id {@code evt_…}, unique in the inbox
 * @param type the event type, 1 to 250 characters
 * @param endpoint the endpoint it came in at, {@code default} unless the path named one
 * @param livemode null when the event does not say
 * @param created seconds since 1970, null when the event does not say
 * @param apiVersion null when the event has none
 * @param account the connected account, null when the event has none
 * @param objectId id of the object it is about, null when the event has none
 * @param payload the body as received, UTF-8
 * @param receivedAt when it was received, by this gateway's clock
 * @param passage how it came, and what is to become of it
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
        Passage passage) {

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
        this(
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
                Passage.WEBHOOK);
    }

    /** The same event, on another way. */
    public VerifiedEvent on(Passage other) {
        return new VerifiedEvent(
                id, type, endpoint, livemode, created, apiVersion, account, objectId, payload, receivedAt, other);
    }

    /** The same event, with the moment its request came. */
    public VerifiedEvent arrived(Arrival at) {
        return on(passage.arrived(at));
    }

    /** The same event, stored as routed with no destination, for this reason. */
    public VerifiedEvent setAside(String reason) {
        return on(passage.setAside(reason));
    }

    /** The same event, as part of this span. */
    public VerifiedEvent within(Span span) {
        return on(passage.within(span));
    }

    /** The same, as one of the warm-up. */
    public VerifiedEvent ofWarmUp() {
        return on(passage.ofWarmUp());
    }

    /** What its way is part of, of which perhaps only the name is known; {@link Span#NONE} for nothing. */
    public Span span() {
        return passage.span();
    }

    public boolean warmUp() {
        return passage.warmUp();
    }

    /** Names the event without its payload, which must not reach a log. */
    @Override
    public String toString() {
        return id + " " + type;
    }
}

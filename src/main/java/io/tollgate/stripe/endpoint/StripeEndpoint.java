package io.tollgate.stripe.endpoint;

import io.tollgate.inbox.EventTypes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An endpoint as Stripe has it.
 *
 * @param id {@code we_…}, or {@code ed_…} of a thin one
 * @param apiVersion null for the account's default, and of a thin one
 * @param description empty for none
 */
record StripeEndpoint(
        String id,
        String url,
        Set<String> types,
        String apiVersion,
        boolean connect,
        boolean thin,
        boolean enabled,
        String description,
        Map<String, String> metadata,
        Instant created) {
    /** The metadata that has the gateway's name of it. */
    static final String NAME = "tollgate";

    /** The metadata of one whose secret was not written down yet: the key of its creation. */
    static final String CREATION = "tollgate_create";

    /** The gateway's name of it; empty when it is none of ours. */
    Optional<String> name() {
        return Optional.ofNullable(metadata.get(NAME));
    }

    /** Null when its secret was written down. */
    String creation() {
        return metadata.get(CREATION);
    }

    boolean sends(String type) {
        return types.contains(type) || types.contains(Wish.ALL) && EventTypes.isThin(type) == thin;
    }
}

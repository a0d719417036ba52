package io.tollgate.stripe.endpoint;

import io.tollgate.inbox.EventTypes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of some event types an endpoint can send.
 *
 * @param sent those that it can
 * @param leftOut why it cannot, by the others
 */
public record EnabledTypes(Set<String> sent, Map<String, String> leftOut) {
    /** @param thin of which kind the endpoint is */
    public static EnabledTypes of(Set<String> types, boolean thin) {
        EnabledTypes enabled = new EnabledTypes(new TreeSet<>(), new TreeMap<>());
        types.forEach(type -> enabled.sort(type, thin));
        return enabled;
    }

    private void sort(String type, boolean thin) {
        if (!EventTypes.known().contains(type)) {
            leftOut.put(type, "Stripe has no such event type, as far as this version knows");
        } else if (isThin(type) == thin) {
            sent.add(type);
        } else if (thin) {
            leftOut.put(type, "it is no thin event: an endpoint without --thin sends it");
        } else {
            leftOut.put(type, "it is a thin event: an endpoint with --thin sends it");
        }
    }

    /** Stripe names its thin events by the version of the API that they are about, and no snapshot event. */
    static boolean isThin(String type) {
        return type.matches("v[0-9]+\\..*");
    }
}

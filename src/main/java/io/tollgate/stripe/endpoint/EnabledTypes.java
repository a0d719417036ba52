package io.tollgate.stripe.endpoint;

import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.EventTypes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /**
     * With {@code customer.subscription.*} as all types that it stands for.
     *
     * @throws InvalidConfiguration when it stands for none
     */
    public static Set<String> expanded(Set<String> types, boolean thin) {
        Set<String> all = new TreeSet<>();
        for (String type : types) {
            if (!type.matches("\\*|[a-z0-9_.\\[\\]]+(\\.\\*)?")) {
                throw new InvalidConfiguration("'" + type + "' is no event type: give some such as charge.refunded");
            }
            if (!type.endsWith(".*")) {
                all.add(type);
                continue;
            }
            Set<String> matching = matching(type.substring(0, type.length() - 1), thin);
            if (matching.isEmpty()) {
                throw new InvalidConfiguration("Stripe has no event types " + type
                        + (thin ? " of thin events" : " of snapshots") + ", as far as this version knows");
            }
            all.addAll(matching);
        }
        return all;
    }

    private static Set<String> matching(String beginning, boolean thin) {
        return EventTypes.known().stream()
                .filter(type -> type.startsWith(beginning) && EventTypes.isThin(type) == thin)
                .collect(Collectors.toSet());
    }

    private void sort(String type, boolean thin) {
        if (!EventTypes.known().contains(type)) {
            leftOut.put(type, "Stripe has no such event type, as far as this version knows");
        } else if (EventTypes.isThin(type) == thin) {
            sent.add(type);
        } else if (thin) {
            leftOut.put(type, "it is no thin event: an endpoint without --thin sends it");
        } else {
            leftOut.put(type, "it is a thin event: an endpoint with --thin sends it");
        }
    }
}

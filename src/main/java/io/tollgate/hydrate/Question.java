package io.tollgate.hydrate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to ask Stripe about an event, and as whom.
 *
 * @param path of the GET, with its query, encoded
 * @param endpoint at which the event came in; null when its message does not say
 * @param account the connected one that the event is of; null for none
 * @param context Stripe's context of the event; null for none
 * @param version of the API that shaped the event, so that the answer has the shape that its flow knows; null for none
 * @param known what the event itself says of what is asked for
 */
public record Question(
        String path,
        String endpoint,
        boolean livemode,
        String account,
        String context,
        String version,
        Map<String, ?> known) {

    /** Those headers of the request that say as whom and how it is asked. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Stripe-Account", account);
        headers.put("Stripe-Context", context);
        headers.put("Stripe-Version", version);
        headers.values().removeIf(value -> value == null);
        return headers;
    }
}

package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.EventTypes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/**
 * What Stripe is asked for: the events of a span of time, the newest first.
 *
 * @param types 20 at most, all thin or none; empty for all snapshot events
 * @param from inclusive, in whole seconds as Stripe has them
 * @param to exclusive
 * @param undelivered only those that some endpoint has not taken
 * @see <a href="https://docs.stripe.com/api/events/list">the list's parameters</a>
 */
record Question(List<String> types, Instant from, Instant to, boolean undelivered) {
    static final int MOST_TYPES = 20;
    private static final int PAGE = 100;

    boolean isThin() {
        return !types.isEmpty() && EventTypes.isThin(types.get(0));
    }

    Question with(List<String> otherTypes) {
        return new Question(otherTypes, from, to, undelivered);
    }

    /** @param after the id of the last event of the page before; null for the first page */
    String path(String after) {
        StringJoiner query =
                new StringJoiner("&", (isThin() ? "/v2/core/events" : "/v1/events") + "?limit=" + PAGE + "&", "");
        query.add("created%5Bgte%5D=" + moment(from));
        query.add("created%5Blt%5D=" + moment(to));
        for (int i = 0; i < types.size(); i++) {
            // /v2 wants the number, as stripe-java writes it; /v1 takes both
            query.add("types%5B" + (isThin() ? i : "") + "%5D=" + encoded(types.get(i)));
        }
        if (undelivered) {
            query.add("delivery_success=false");
        }
        if (after != null) {
            query.add("starting_after=" + encoded(after));
        }
        return query.toString();
    }

    private String moment(Instant instant) {
        return isThin() ? encoded(instant.toString()) : Long.toString(instant.getEpochSecond());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

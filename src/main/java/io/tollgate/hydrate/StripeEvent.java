package io.tollgate.hydrate;

import java.util.Map;
import java.util.regex.Pattern;

/** An event as a flow has it: what to ask about it. */
record StripeEvent(Map<?, ?> event, String endpoint, ObjectPaths paths) {
    private static final String THIN = "v2.core.event";
    private static final Pattern ID = Pattern.compile("evt_[A-Za-z0-9_]{1,250}");
    /** A path of Stripe's API. Nothing in it leads elsewhere. */
    private static final Pattern URL =
            Pattern.compile("/v[12]/[A-Za-z0-9_~%-][A-Za-z0-9_.~%/-]*(?:\\?[A-Za-z0-9_.~%=&\\[\\]-]*)?");

    static boolean isOne(Object value) {
        return value instanceof Map<?, ?> map
                && map.get("id") instanceof String id
                && ID.matcher(id).matches();
    }

    /** For the whole event. */
    Question whole() {
        return question((isThin() ? "/v2/core/events/" : "/v1/events/") + event.get("id"), event);
    }

    /** For the current state of the object that it is about. */
    Question object() {
        if (isThin()) {
            Map<?, ?> related = map(event, "related_object");
            String url = text(related, "url");
            if (url == null || !URL.matcher(url).matches() || url.contains("..")) {
                throw NotHydrated.inVain(
                        "This thin event is about no object (related_object): let hydrate get the event"
                                + " (method: event)");
            }
            return question(url, related);
        }
        Map<?, ?> object = map(map(event, "data"), "object");
        return question(paths.of(object), object);
    }

    private boolean isThin() {
        return THIN.equals(event.get("object"));
    }

    @SuppressWarnings("unchecked")
    private Question question(String path, Map<?, ?> known) {
        if (!(event.get("livemode") instanceof Boolean livemode)) {
            throw NotHydrated.inVain("The event does not say whether it is of live mode, and so not whom to ask as");
        }
        String account =
                isThin() ? null : text(event, "account") == null ? text(event, "user_id") : text(event, "account");
        String context = account == null ? text(event, "context") : null;
        return new Question(
                path, endpoint, livemode, account, context, text(event, "api_version"), (Map<String, ?>) known);
    }

    private static String text(Map<?, ?> map, String field) {
        return map.get(field) instanceof String text
                        && !text.isBlank()
                        && text.chars().allMatch(c -> c > ' ' && c < 127)
                ? text
                : null;
    }

    private static Map<?, ?> map(Map<?, ?> map, String field) {
        return map.get(field) instanceof Map<?, ?> value ? value : Map.of();
    }
}

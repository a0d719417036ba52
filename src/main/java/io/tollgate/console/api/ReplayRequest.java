package io.tollgate.console.api;

import io.tollgate.inbox.EventFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What is to be done again: either ids or a filter.
 *
 * @param ids 1 to 1,000
 * @param filter by the names of the parameters of {@code /api/v1/events}
 * @param all for everything, without a filter
 * @param after goes on where a stopped replay ended; with a filter only
 * @param again lets flows behind queues do an event again that they do once
 * @param aside takes what was set aside
 * @param dryRun only says what would be done
 */
public record ReplayRequest(
        List<String> ids,
        Map<String, String> filter,
        boolean all,
        String after,
        boolean again,
        boolean aside,
        boolean dryRun) {
    private static final int MOST = 1000;
    private static final String ID = "evt_[A-Za-z0-9_]{1,250}";
    private static final String[] NAMES = {"type", "status", "from", "to", "endpoint", "account", "error", "object"};

    /** @throws Refusal when it asks for nothing, or for too much at once */
    public void check() {
        if (ids != null && (filter != null || all || after != null) || ids == null && filter == null && !all) {
            throw Query.wrong("Give either ids, or a filter such as {\"status\": \"dead\"}, or all: true.");
        }
        if (ids != null) {
            checkIds();
        } else if (filter != null && filter.isEmpty()) {
            throw Query.wrong("filter is empty: name something, or give all: true.");
        }
        if (after != null && !after.matches(ID)) {
            throw Query.wrong("after: give the lastId of the replay that was stopped.");
        }
    }

    private void checkIds() {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw Query.wrong("ids: give 1 to " + MOST + " of them.");
        }
        if (!ids.stream().allMatch(id -> id != null && id.matches(ID)) || new HashSet<>(ids).size() < ids.size()) {
            throw Query.wrong("ids: give each once, as evt_ and letters and digits.");
        }
    }

    EventFilter filter(Instant now) {
        Map<String, String[]> given = new HashMap<>();
        if (filter != null) {
            filter.forEach((name, value) -> given.put(name, new String[] {value == null ? "" : value}));
        }
        Query query = Query.of(given, now, NAMES);
        return EventQuery.filter(query, aside);
    }
}

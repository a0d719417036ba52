package io.tollgate.console.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is asked of the API and of pages, each with the ids that a {@link LargeInbox} has. */
final class Asked {
    private static final String[] SEARCHES = {
        "", "type=invoice.paid", "type=charge.*", "status=dead", "status=pending",
                "status=dead&type=invoice.*&error=cause+42",
        "object=in_%1$d", "object=in_nowhere", "account=acct_50", "account=acct_nowhere", "endpoint=connect",
                "endpoint=nowhere",
        "error=cause+42", "error=nowhere", "from=15d&to=14d", "from=20d&type=nowhere.at_all", "type=nowhere.at_all"
    };
    private static final String[] API = {
        "/me",
        "/status",
        "/gateways",
        "/pauses",
        "/stripe",
        "/secrets",
        "/alerts",
        "/replays",
        "/audit",
        "/audit?who=who7",
        "/audit?who=nobody",
        "/audit?act=replayed",
        "/audit?subject=evt_large%2$09d",
        "/audit?from=3d&to=2d",
        "/dead-letters",
        "/events/evt_large%2$09d",
        "/events/evt_large%2$09d/payload",
        "/routes",
        "/routes/decisions",
        "/tokens",
        "/openapi.json"
    };
    private static final String[] PAGES = {
        "",
        "/now",
        "/events/evt_large%2$09d",
        "/events/evt_large%2$09d/payload",
        "/dead",
        "/dead-letters",
        "/replays",
        "/routes",
        "/routes/history",
        "/stripe",
        "/audit",
        "/audit?who=nobody",
        "/events/evt_large%2$09d/object",
        "/replay?id=evt_large%2$09d",
        "/replay?status=dead&type=invoice.*"
    };

    /** What changes nothing, by a path and a body. */
    static final Map<String, String> SENT = Map.of(
            "/api/v1/replays",
            "{\"filter\":{\"status\":\"dead\"},\"dryRun\":true}",
            "/api/v1/dead-letters/retry",
            "{\"all\":true,\"dryRun\":true}",
            "/api/v1/events/evt_large%2$09d/rehearsal",
            "{}");

    private Asked() {}

    static List<String> paths(int events) {
        List<String> paths = new ArrayList<>();
        for (String path : API) {
            paths.add("/api/v1" + path);
        }
        for (String path : PAGES) {
            paths.add("/console" + path);
        }
        for (String search : SEARCHES) {
            paths.add("/api/v1/events?" + search);
            paths.add("/console/events?" + search);
        }
        return paths.stream().map(path -> withId(path, events)).toList();
    }

    static String withId(String path, int events) {
        return path.contains("$") ? path.formatted(events / 8, events / 2) : path;
    }
}

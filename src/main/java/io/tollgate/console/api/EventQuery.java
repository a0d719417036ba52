package io.tollgate.console.api;

import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.EventFilter.Status;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** Which events a request is about: the parameters of the commands, by the same names. */
public final class EventQuery {
    private static final String[] NAMES = {
        "type", "status", "from", "to", "endpoint", "account", "error", "aside", "object", "limit", "cursor"
    };

    static final String CONTAINS = "contains";
    static final String CUSTOMER = "customer";

    private EventQuery() {}

    /** @throws Refusal that names what is not known */
    public static Query of(Map<String, String[]> given, Instant now) {
        return Query.of(given, now, NAMES);
    }

    /** With what looks into payloads, too. */
    public static Query withPayloads(Map<String, String[]> given, Instant now) {
        return Query.of(
                given,
                now,
                Stream.concat(Stream.of(NAMES), Stream.of(CONTAINS, CUSTOMER)).toArray(String[]::new));
    }

    public static EventFilter filter(Query query) {
        return filter(query, query.flag("aside"));
    }

    /** @param aside whether it asks for what was set aside */
    static EventFilter filter(Query query, boolean aside) {
        EventFilter filter = new EventFilter(
                query.text("type").orElse(null),
                query.one("status", Status.class).orElse(null),
                query.time("from").orElse(null),
                query.time("to").orElse(null),
                query.text("endpoint").orElse(null),
                query.text("account").orElse(null),
                query.text("error").orElse(null),
                aside ? true : null,
                query.text("object").orElse(null));
        if (filter.from() != null && filter.to() != null && !filter.from().isBefore(filter.to())) {
            throw Query.wrong("from is " + filter.from() + " and to " + filter.to() + ": give an earlier from.");
        }
        return filter;
    }
}

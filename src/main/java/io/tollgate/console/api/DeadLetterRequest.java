package io.tollgate.console.api;

import io.tollgate.deadletter.DeadLetterFilter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.text.ShellWord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which dead letters are to be moved.
 *
 * @param filter by the names of the parameters of {@code /api/v1/dead-letters}
 * @param all for everything, without a filter
 * @param dryRun only counts
 */
public record DeadLetterRequest(Map<String, String> filter, boolean all, boolean dryRun) {
    static final String[] NAMES = {"queue", "type", "event", "from", "to", "cause"};
    static final String[] WITH_LIMIT = {"queue", "type", "event", "from", "to", "cause", "limit"};

    /** @throws Refusal when it asks for nothing, or for both */
    Query query(Instant now) {
        boolean filtered = filter != null && !filter.isEmpty();
        if (filtered == all) {
            throw Query.wrong("Give either a filter such as {\"queue\": \"stripe.mail\"}, or all: true.");
        }
        Map<String, String[]> given = new HashMap<>();
        if (filtered) {
            filter.forEach((name, value) -> given.put(name, new String[] {value == null ? "" : value}));
        }
        return Query.of(given, now, NAMES);
    }

    static DeadLetterFilter filter(Query query) {
        return new DeadLetterFilter(
                query.text("type").orElse(null),
                query.text("event").orElse(null),
                query.time("from").orElse(null),
                query.time("to").orElse(null),
                query.text("cause").orElse(null));
    }

    /** Empty for all that the routes name. */
    static List<DeadLetterQueue> queues(Query query) {
        return query.text("queue").stream()
                .map(name -> DeadLetterQueue.of(name)
                        .orElseThrow(() -> Query.wrong(
                                "queue: give the name of one queue, such as stripe.mail, without , ? * and >.")))
                .toList();
    }

    /** As options of the command. */
    String words() {
        return all
                ? "--all"
                : new TreeMap<>(filter)
                        .entrySet().stream()
                                .map(one -> "--" + one.getKey() + "=" + ShellWord.of(one.getValue()))
                                .collect(Collectors.joining(" "));
    }
}

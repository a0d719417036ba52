package io.tollgate.console.api;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditEntry;
import io.tollgate.audit.AuditFilter;
import io.tollgate.audit.AuditTrail;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Pages of the audit log, by the names of the command's options. */
@Component
public class AuditSearch {
    static final String[] FILTER = {"from", "to", "who", "act", "subject"};
    private static final String[] PAGE =
            Stream.concat(Stream.of(FILTER), Stream.of("limit", "cursor")).toArray(String[]::new);

    private final AuditTrail trail;

    AuditSearch(AuditTrail trail) {
        this.trail = trail;
    }

    static Query query(Map<String, String[]> asked, Instant now) {
        return Query.of(asked, now, PAGE);
    }

    /**
     * The newest first.
     *
     * @param limit rows at most
     * @throws Refusal that names what is not known
     */
    public List<AuditEntry> page(Map<String, String> asked, Instant now, int limit) {
        Map<String, String[]> given = new HashMap<>();
        asked.forEach((name, value) -> given.put(name, new String[] {value}));
        return page(query(given, now), limit);
    }

    List<AuditEntry> page(Query query, int limit) {
        return trail.page(
                filter(query), query.text("cursor").map(AuditSearch::id).orElse(null), limit);
    }

    static AuditFilter filter(Query query) {
        return new AuditFilter(
                query.time("from").orElse(null),
                query.time("to").orElse(null),
                query.text("who").orElse(null),
                query.one("act", Act.class).orElse(null),
                query.text("subject").orElse(null));
    }

    private static Long id(String cursor) {
        if (cursor.matches("\\d{1,18}")) {
            return Long.valueOf(cursor);
        }
        throw Query.wrong("cursor: take it from the link next of the page before.");
    }
}

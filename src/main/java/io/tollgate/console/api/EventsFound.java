package io.tollgate.console.api;

import io.tollgate.audit.Caller;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.EventSearch;
import io.tollgate.inbox.PayloadSearch;
import java.time.Instant;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** What a search for events finds: by what stands beside the payload, or in it. */
@Component
public class EventsFound {
    private final EventSearch search;
    private final SearchInPayloads payloads;

    EventsFound(EventSearch search, SearchInPayloads payloads) {
        this.search = search;
        this.payloads = payloads;
    }

    /**
     * @param next where the next page begins; null on the last one
     * @param searchedTo only where there was no time to look at all: up to which moment it has looked, and {@code next} goes on
     * @param searched of how many events the payload was looked at; null without a search in payloads
     * @param narrow what to add where not all payloads were looked at; else null
     */
    public record Found(List<Row> rows, Position next, Instant searchedTo, Integer searched, String narrow) {}

    /** @throws Refusal that names what is not known, or may not be asked */
    public Found page(Query query, int limit, Caller caller, Authentication who) {
        EventFilter filter = EventQuery.filter(query);
        Position after = query.text("cursor").map(Cursor::position).orElse(null);
        boolean ofCustomer = query.text(EventQuery.CUSTOMER).isPresent();
        if (query.text(EventQuery.CONTAINS).isEmpty() && !ofCustomer) {
            EventSearch.Found found = search.page(filter, limit, after);
            return new Found(found.rows(), found.next(), found.searchedTo(), null, null);
        }
        if (ofCustomer && query.text(EventQuery.CONTAINS).isPresent()) {
            throw Query.wrong("Give either customer or contains.");
        }
        PayloadSearch.Found found = ofCustomer
                ? payloads.ofCustomer(query, filter, limit, after)
                : payloads.search(query, filter, limit, after, caller, who);
        return new Found(
                found.rows(),
                found.next(),
                null,
                found.searched(),
                found.complete() ? null : SearchInPayloads.narrow(filter));
    }
}

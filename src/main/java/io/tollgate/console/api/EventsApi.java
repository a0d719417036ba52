package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.EventSearch;
import io.tollgate.inbox.EventSearch.Found;
import io.tollgate.operations.EventQuestion;
import io.tollgate.operations.EventReport;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Did this event arrive, and what became of it? */
@RestController
class EventsApi {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final EventSearch search;
    private final EventQuestion question;
    private final Clock clock;

    EventsApi(EventSearch search, EventQuestion question, Clock clock) {
        this.search = search;
        this.question = question;
        this.clock = clock;
    }

    /**
     * @param next the path of the next page; null on the last one
     * @param searchedTo null, unless there was no time to look at all: then the moment up to which it has looked, and {@code next} goes on
     */
    record Page(List<Row> events, String next, Instant searchedTo) {}

    @GetMapping("/api/v1/events")
    @For(Role.VIEWER)
    Page list(HttpServletRequest request) {
        Query query = EventQuery.of(request.getParameterMap(), clock.instant());
        int limit = query.number("limit", 1, MOST, USUAL);
        EventFilter filter = EventQuery.filter(query);
        Position after = query.text("cursor").map(Cursor::position).orElse(null);
        Found found = search.page(filter, limit, after);
        return new Page(found.rows(), found.next() == null ? null : next(request, found.next()), found.searchedTo());
    }

    private static String next(HttpServletRequest request, Position last) {
        return ServletUriComponentsBuilder.fromRequest(request)
                .scheme(null)
                .host(null)
                .port(null)
                .replaceQueryParam("cursor", Cursor.of(last))
                .build()
                .toUriString();
    }

    @GetMapping("/api/v1/events/{id}")
    @For(Role.VIEWER)
    EventReport one(@PathVariable String id, HttpServletRequest request) {
        Query.of(request.getParameterMap(), clock.instant());
        return question.of(id).orElseThrow(EventsApi::unknown);
    }

    static Refusal unknown() {
        return new Refusal(
                HttpStatus.NOT_FOUND,
                "There is no such event. It never arrived, was refused, or retention has removed it: Stripe's Dashboard shows"
                        + " what was answered to it.");
    }
}

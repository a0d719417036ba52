package io.tollgate.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.operations.EventQuestion;
import io.tollgate.operations.EventReport;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Did this event arrive, and what became of it? */
@RestController
class EventsApi {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final EventsFound events;
    private final EventQuestion question;
    private final Clock clock;

    EventsApi(EventsFound events, EventQuestion question, Clock clock) {
        this.events = events;
        this.question = question;
        this.clock = clock;
    }

    /**
     * @param next the path of the next page; null on the last one
     * @param searchedTo only where there was no time to look at all: up to which moment it has looked, and {@code next} goes on
     * @param searched of how many events the payload was looked at; only with {@code contains} and {@code customer}
     * @param complete false when older ones were not looked at
     * @param narrow then: what to add
     */
    record Page(
            List<Row> events,
            String next,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant searchedTo,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer searched,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean complete,
            @JsonInclude(JsonInclude.Include.NON_NULL) String narrow) {}

    @GetMapping("/api/v1/events")
    @Described(
            value = "Lists events, the newest first",
            query = {
                "type",
                "status",
                "from",
                "to",
                "endpoint",
                "account",
                "error",
                "aside",
                "object",
                "limit",
                "cursor",
                "contains",
                "customer"
            })
    @For(Role.VIEWER)
    Page list(HttpServletRequest request, Caller caller, Authentication who) {
        Query query = EventQuery.withPayloads(request.getParameterMap(), clock.instant());
        int limit = query.number("limit", 1, MOST, USUAL);
        EventsFound.Found found = events.page(query, limit, caller, who);
        return new Page(
                found.rows(),
                next(request, found.next()),
                found.searchedTo(),
                found.searched(),
                found.searched() == null ? null : found.narrow() == null,
                found.narrow());
    }

    private static String next(HttpServletRequest request, Position last) {
        return last == null
                ? null
                : ServletUriComponentsBuilder.fromRequest(request)
                        .scheme(null)
                        .host(null)
                        .port(null)
                        .replaceQueryParam("cursor", Cursor.of(last))
                        .build()
                        .toUriString();
    }

    @GetMapping("/api/v1/events/{id}")
    @Described(value = "What became of an event", errors = 404)
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

package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Cursor;
import io.tollgate.console.api.EventQuery;
import io.tollgate.console.api.EventsFound;
import io.tollgate.console.api.EventsFound.Found;
import io.tollgate.console.api.Refusal;
import io.tollgate.inbox.Entries.Position;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;
import org.springframework.web.util.UriComponentsBuilder;

/** Did this event arrive? What was searched for stands in the address, so that it can be sent to a colleague. */
@Controller
class EventsPage {
    private static final int ROWS = 50;
    private static final String PATH = "/console/events";
    private static final String ID = "id";

    private final TemplateEngine templates;
    private final EventsFound events;

    EventsPage(TemplateEngine templates, EventsFound events) {
        this.templates = templates;
        this.events = events;
    }

    @GetMapping(PATH)
    @For(Role.VIEWER)
    View events(Frame frame, HttpServletRequest request, Caller caller, Authentication who) {
        Map<String, String[]> asked = filled(request);
        String[] id = asked.get(ID);
        if (id != null && id.length == 1 && id[0].strip().matches("\\w{1,300}")) {
            return new RedirectView(PATH + "/" + id[0].strip());
        }
        Map<String, Object> values = new HashMap<>();
        values.put(
                "asked",
                asked.entrySet().stream()
                        .filter(one -> one.getValue().length > 0)
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue()[0])));
        try {
            values.putAll(found(events.page(EventQuery.withPayloads(asked, frame.now()), ROWS, caller, who), asked));
        } catch (Refusal e) {
            values.putAll(Map.of("rows", List.of(), "next", "", "wrong", e.getMessage()));
            values.put("searchedTo", null);
        }
        return Page.of(templates, "events", frame, values);
    }

    /** A form sends what was left empty, too. */
    private static Map<String, String[]> filled(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .filter(one -> one.getValue().length != 1 || !one.getValue()[0].isBlank())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, HashMap::new));
    }

    private static Map<String, Object> found(Found found, Map<String, String[]> asked) {
        Map<String, Object> values = new HashMap<>();
        values.put("rows", found.rows());
        values.put("next", found.next() == null ? "" : next(found.next(), asked));
        values.put("searchedTo", found.searchedTo());
        values.put("wrong", found.narrow() == null ? "" : found.narrow());
        return values;
    }

    private static String next(Position last, Map<String, String[]> asked) {
        UriComponentsBuilder next = UriComponentsBuilder.fromPath(PATH);
        Map<String, Object> values = new HashMap<>();
        asked.forEach((name, value) -> {
            next.queryParam(name, "{" + name + "}");
            values.put(name, value[0]);
        });
        values.put("cursor", Cursor.of(last));
        return next.replaceQueryParam("cursor", "{cursor}")
                .encode()
                .buildAndExpand(values)
                .toUriString();
    }
}

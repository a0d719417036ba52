package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.operations.EventQuestion;
import io.tollgate.operations.EventReport;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What became of an event, and where did it go? */
@Controller
class EventPage {
    private final TemplateEngine templates;
    private final EventQuestion question;

    EventPage(TemplateEngine templates, EventQuestion question) {
        this.templates = templates;
        this.question = question;
    }

    @GetMapping("/console/events/{id}")
    @For(Role.VIEWER)
    Page event(@PathVariable String id, Frame frame, HttpServletResponse response) {
        Optional<EventReport> report = question.of(id);
        response.setStatus(report.isPresent() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_NOT_FOUND);
        Map<String, Object> values = new HashMap<>();
        values.put("id", id);
        values.put("report", report.orElse(null));
        return Page.of(templates, "event", frame, values);
    }
}

package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Refusal;
import io.tollgate.console.api.RehearsalLook;
import io.tollgate.routing.reload.LiveRehearsal.Tried;
import io.tollgate.routing.reload.NotRehearsed;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What would an event do in the routes that run? By a form, for a look is written down; nothing else changes. */
@Controller
class RehearsalPage {
    private final TemplateEngine templates;
    private final RehearsalLook look;

    RehearsalPage(TemplateEngine templates, RehearsalLook look) {
        this.templates = templates;
        this.look = look;
    }

    @PostMapping("/console/events/{id}/rehearsal")
    @For(Role.OPERATOR)
    Page rehearse(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean reveal,
            Frame frame,
            Caller caller,
            Authentication who) {
        try {
            Tried tried = look.at(id, reveal, false, caller, who);
            return Page.of(templates, "rehearsal", frame, Map.of("id", id, "tried", tried));
        } catch (NotRehearsed e) {
            throw new Refusal(e.passes() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.CONFLICT, e.getMessage());
        }
    }
}

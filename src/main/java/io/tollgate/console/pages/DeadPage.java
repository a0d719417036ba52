package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Backlog;
import io.tollgate.inbox.Backlog.Dead;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Which events were given up, by type and cause; each group may be sent again. */
@Controller
class DeadPage {
    private static final int MOST = 200;

    private final TemplateEngine templates;
    private final Backlog backlog;

    DeadPage(TemplateEngine templates, Backlog backlog) {
        this.templates = templates;
        this.backlog = backlog;
    }

    @GetMapping("/console/dead")
    @For(Role.VIEWER)
    Page dead(Frame frame) {
        List<Dead> groups = backlog.dead(MOST);
        return Page.of(templates, "dead", frame, Map.of("groups", groups, "all", groups.size() < MOST));
    }
}

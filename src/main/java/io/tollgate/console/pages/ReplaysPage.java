package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Refusal;
import io.tollgate.inbox.ReplayLog;
import io.tollgate.inbox.ReplayLog.Noted;
import io.tollgate.operations.ReplaysBehind;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What was sent again, by whom, and how far it is. */
@Controller
class ReplaysPage {
    private static final int ROWS = 50;

    private final TemplateEngine templates;
    private final ReplayLog log;
    private final ReplaysBehind behind;

    ReplaysPage(TemplateEngine templates, ReplayLog log, ReplaysBehind behind) {
        this.templates = templates;
        this.log = log;
        this.behind = behind;
    }

    @GetMapping("/console/replays")
    @For(Role.VIEWER)
    Page list(@RequestParam(defaultValue = "9223372036854775807") long before, Frame frame) {
        List<Noted> rows = log.page(ROWS, before);
        String next = rows.size() < ROWS
                ? ""
                : "/console/replays?before=" + rows.get(ROWS - 1).id();
        return Page.of(templates, "replays", frame, Map.of("rows", rows, "next", next));
    }

    @GetMapping("/console/replays/{id:\\d{1,18}}")
    @For(Role.VIEWER)
    Page one(@PathVariable long id, Frame frame) {
        Noted replay = log.find(id).orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND, frame.text("noSuchReplay")));
        return Page.of(templates, "onereplay", frame, Map.of("replay", replay, "running", behind.isGoing(id)));
    }
}

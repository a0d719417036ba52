package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.DeadLetterMoves;
import io.tollgate.console.api.DeadLetterRequest;
import io.tollgate.deadletter.DeadLetterFilter;
import io.tollgate.operations.DeadLetterDesk;
import io.tollgate.operations.DeadLetterDesk.Groups;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** What no flow behind a queue could do, and why; sends it back to its queue, or removes it, after it was said how many these are. */
@Controller
class DeadLettersPage {
    private static final String PATH = "/console/dead-letters";
    private static final String CAUSE = "cause";
    private static final int SHOWN = 20;

    private final TemplateEngine templates;
    private final DeadLetterDesk desk;
    private final DeadLetterMoves moves;

    DeadLettersPage(TemplateEngine templates, DeadLetterDesk desk, DeadLetterMoves moves) {
        this.templates = templates;
        this.desk = desk;
        this.moves = moves;
    }

    @GetMapping(PATH)
    @For(Role.VIEWER)
    Page groups(Frame frame) {
        Groups groups = desk.groups(List.of(), DeadLetterFilter.EVERYTHING);
        return Page.of(templates, "deadletters", frame, Map.of("groups", groups));
    }

    /** The words of a cause may be made fit to be read, and the broker not know them: then it is asked without them. */
    @GetMapping(PATH + "/move")
    @For(Role.OPERATOR)
    Page ask(Frame frame, HttpServletRequest request) {
        Map<String, String> fields = Fields.filled(request);
        Groups groups = moves.wouldBe(of(fields));
        boolean unknown = groups.count() == 0 && fields.remove(CAUSE) != null;
        if (unknown) {
            groups = moves.wouldBe(of(fields));
        }
        Map<String, Object> values = Map.of(
                "fields", fields,
                "unknownCause", unknown,
                "groups", groups,
                "messages", moves.messages(of(fields), SHOWN));
        return Page.of(templates, "movedeadletters", frame, values);
    }

    @PostMapping(PATH + "/retry")
    @For(Role.OPERATOR)
    View retry(Caller caller, HttpServletRequest request) {
        return SeeOther.to("/console/replays/"
                + moves.retry(of(Fields.filled(request)), caller).id());
    }

    @PostMapping(PATH + "/discard")
    @For(Role.ADMIN)
    View discard(Caller caller, HttpServletRequest request) {
        return SeeOther.to("/console/replays/"
                + moves.discard(of(Fields.filled(request)), caller).id());
    }

    private static DeadLetterRequest of(Map<String, String> fields) {
        return new DeadLetterRequest(fields, false, false);
    }
}

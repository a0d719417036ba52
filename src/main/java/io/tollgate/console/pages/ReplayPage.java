package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Body;
import io.tollgate.console.api.KeyedReplays;
import io.tollgate.console.api.ReplayRequest;
import io.tollgate.console.api.Replaying;
import io.tollgate.console.api.Replaying.OfIds;
import io.tollgate.console.api.Replaying.WouldBe;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** How do I send it again? First what would be sent, then, with a key so that a second click does nothing, the same for real. */
@Controller
class ReplayPage {
    private static final String PATH = "/console/replay";

    private final TemplateEngine templates;
    private final Replaying replaying;
    private final KeyedReplays keyed;

    ReplayPage(TemplateEngine templates, Replaying replaying, KeyedReplays keyed) {
        this.templates = templates;
        this.replaying = replaying;
        this.keyed = keyed;
    }

    @GetMapping(PATH)
    @For(Role.OPERATOR)
    Page ask(Frame frame, HttpServletRequest request) {
        return page(frame, Fields.filled(request), Map.of());
    }

    @PostMapping(PATH)
    @For(Role.OPERATOR)
    View replay(@RequestParam String key, Frame frame, Caller caller, HttpServletRequest request) {
        Map<String, String> fields = Fields.filled(request);
        ReplayRequest asked = ReplayFields.request(fields);
        byte[] body = Body.write(asked).getBytes(StandardCharsets.UTF_8);
        if (asked.ids() == null) {
            return SeeOther.to("/console/replays/" + keyed.begin(key, body, asked, caller));
        }
        OfIds done = Body.read(keyed.ids(key, body, asked, caller).getBytes(StandardCharsets.UTF_8), OfIds.class);
        return done.refused().isEmpty()
                ? SeeOther.to("/console/events/" + asked.ids().get(0))
                : page(frame, fields, done.refused());
    }

    private Page page(Frame frame, Map<String, String> fields, Map<String, String> refused) {
        ReplayRequest asked = ReplayFields.request(fields);
        WouldBe wouldBe = replaying.wouldBe(asked);
        Map<String, Object> values = new HashMap<>();
        values.put("fields", ReplayFields.kept(fields));
        values.put("again", asked.again());
        values.put("aside", asked.aside());
        values.put("one", asked.ids() != null);
        values.put("wouldBe", wouldBe);
        values.put("refused", refused.isEmpty() ? wouldBe.refused() : refused);
        values.put("key", UUID.randomUUID().toString());
        return Page.of(templates, "replay", frame, values);
    }
}

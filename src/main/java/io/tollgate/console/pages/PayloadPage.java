package io.tollgate.console.pages;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.PayloadLook;
import java.io.IOException;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What does an event say, and what has changed in its object? */
@Controller
class PayloadPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    private final TemplateEngine templates;
    private final PayloadLook look;

    PayloadPage(TemplateEngine templates, PayloadLook look) {
        this.templates = templates;
        this.look = look;
    }

    @GetMapping("/console/events/{id}/payload")
    @For(Role.OPERATOR)
    Page payload(
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean reveal,
            Frame frame,
            Caller caller,
            Authentication who)
            throws IOException {
        byte[] payload = look.at(id, reveal, caller, who);
        JsonNode event = JSON.readTree(payload);
        Map<String, Object> values = Map.of(
                "id", id,
                "reveal", reveal,
                "mayReveal", look.mayReveal(who),
                "text", PRETTY.writeValueAsString(event),
                "changes", Change.of(event));
        return Page.of(templates, "payload", frame, values);
    }
}

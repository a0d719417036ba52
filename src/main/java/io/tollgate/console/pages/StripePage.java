package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.Watermarks;
import io.tollgate.operations.SecretReport;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Is all here that Stripe created, and may an old secret go? */
@Controller
class StripePage {
    private static final String RECONCILIATION = "reconcile";

    private final TemplateEngine templates;
    private final Watermarks watermarks;
    private final Leases leases;
    private final SigningSecrets secrets;

    StripePage(TemplateEngine templates, Watermarks watermarks, Leases leases, SigningSecrets secrets) {
        this.templates = templates;
        this.watermarks = watermarks;
        this.leases = leases;
        this.secrets = secrets;
    }

    @GetMapping("/console/stripe")
    @For(Role.VIEWER)
    Page stripe(Frame frame) {
        Map<String, Object> values = new HashMap<>();
        values.put("watermarks", watermarks.all());
        values.put("last", leases.last(RECONCILIATION).orElse(null));
        values.put("secrets", SecretReport.all(secrets.list(), frame.now()));
        return Page.of(templates, "stripe", frame, values);
    }
}

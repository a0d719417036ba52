package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.audit.AuditEntry;
import io.tollgate.console.access.For;
import io.tollgate.console.api.AuditSearch;
import io.tollgate.console.api.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.UriComponentsBuilder;

/** Who did what, and who looked at what? */
@Controller
class AuditPage {
    private static final String PATH = "/console/audit";
    private static final int ROWS = 50;

    private final TemplateEngine templates;
    private final AuditSearch search;

    AuditPage(TemplateEngine templates, AuditSearch search) {
        this.templates = templates;
        this.search = search;
    }

    @GetMapping(PATH)
    @For(Role.ADMIN)
    Page audit(Frame frame, HttpServletRequest request) {
        Map<String, String> asked = Fields.filled(request);
        Map<String, Object> values = new HashMap<>(Map.of("asked", asked, "rows", List.of(), "next", "", "wrong", ""));
        try {
            List<AuditEntry> rows = search.page(asked, frame.now(), ROWS);
            values.put("rows", rows);
            values.put("next", rows.size() < ROWS ? "" : next(asked, rows.get(ROWS - 1)));
        } catch (Refusal e) {
            values.put("wrong", e.getMessage());
        }
        return Page.of(templates, "audit", frame, values);
    }

    private static String next(Map<String, String> asked, AuditEntry last) {
        Map<String, String> next = new HashMap<>(asked);
        next.put("cursor", String.valueOf(last.id()));
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(PATH);
        next.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(next).toUriString();
    }
}

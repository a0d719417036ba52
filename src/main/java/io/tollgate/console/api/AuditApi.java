package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditCsv;
import io.tollgate.audit.AuditEntry;
import io.tollgate.audit.AuditFilter;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.AuditTrail;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what. */
@RestController
class AuditApi {
    private static final int MAX_LIMIT = 1000;

    private final AuditTrail trail;
    private final AuditLog log;

    AuditApi(AuditTrail trail, AuditLog log) {
        this.trail = trail;
        this.log = log;
    }

    /**
     * What a request may narrow it down to. Each may be left out.
     *
     * @param act one of {@link Act}, in small letters or large ones
     */
    record Wanted(Instant from, Instant to, String who, String act, String subject) {
        AuditFilter filter() {
            return new AuditFilter(from, to, who, act == null ? null : known(), subject);
        }

        private Act known() {
            try {
                return Act.valueOf(act.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw wrong("act is none of " + List.of(Act.values()));
            }
        }
    }

    /** @param next the cursor of the page that follows; null when there is none */
    record Page(List<AuditEntry> entries, String next) {}

    @GetMapping("/api/v1/audit")
    @For(Role.ADMIN)
    Page page(
            Wanted wanted, @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) Long cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw wrong("limit is " + limit + ": give 1 to " + MAX_LIMIT);
        }
        List<AuditEntry> page = trail.page(wanted.filter(), cursor, limit);
        String next =
                page.size() < limit ? null : Long.toString(page.get(limit - 1).id());
        return new Page(page, next);
    }

    /** All that matches, the oldest first. */
    @GetMapping("/api/v1/audit.csv")
    @For(Role.ADMIN)
    void csv(Wanted wanted, Caller caller, HttpServletResponse response) throws IOException {
        AuditFilter filter = wanted.filter();
        log.write(caller, Act.AUDIT_EXPORTED, "*", filter.toString());
        response.setContentType(AuditCsv.MEDIA_TYPE);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tollgate-audit.csv\"");
        Writer body = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        body.write(AuditCsv.head());
        try {
            trail.each(filter, entry -> write(body, entry));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        body.flush();
    }

    private static void write(Writer body, AuditEntry entry) {
        try {
            body.write(AuditCsv.line(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal wrong(String sentence) {
        return new Refusal(HttpStatus.BAD_REQUEST, sentence);
    }
}

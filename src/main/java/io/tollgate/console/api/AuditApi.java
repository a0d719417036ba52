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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Who did what, and who looked at what? */
@RestController
class AuditApi {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final AuditSearch search;
    private final AuditTrail trail;
    private final AuditLog log;
    private final Clock clock;

    AuditApi(AuditSearch search, AuditTrail trail, AuditLog log, Clock clock) {
        this.search = search;
        this.trail = trail;
        this.log = log;
        this.clock = clock;
    }

    /** @param next the path of the next page; null on the last one */
    record Page(List<AuditEntry> entries, String next) {}

    /** The newest first. */
    @GetMapping("/api/v1/audit")
    @Described(
            value = "Who did what, and who looked at what, the newest first",
            query = {"from", "to", "who", "act", "subject", "limit", "cursor"})
    @For(Role.ADMIN)
    Page page(HttpServletRequest request) {
        Query query = AuditSearch.query(request.getParameterMap(), clock.instant());
        int limit = query.number("limit", 1, MOST, USUAL);
        List<AuditEntry> page = search.page(query, limit);
        return new Page(page, page.size() < limit ? null : next(request, page.get(limit - 1)));
    }

    private static String next(HttpServletRequest request, AuditEntry last) {
        return ServletUriComponentsBuilder.fromRequest(request)
                .scheme(null)
                .host(null)
                .port(null)
                .replaceQueryParam("cursor", last.id())
                .build()
                .toUriString();
    }

    /** All that matches, the oldest first. */
    @GetMapping("/api/v1/audit.csv")
    @Described(
            value = "The same as CSV, the oldest first",
            query = {"from", "to", "who", "act", "subject"},
            media = AuditCsv.MEDIA_TYPE)
    @For(Role.ADMIN)
    void csv(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        AuditFilter filter =
                AuditSearch.filter(Query.of(request.getParameterMap(), clock.instant(), AuditSearch.FILTER));
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
}

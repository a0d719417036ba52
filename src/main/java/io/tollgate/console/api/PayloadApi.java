package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.access.PersonalView;
import io.tollgate.inbox.Entries;
import io.tollgate.text.PersonalData;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What does an event say? Without what it says of people, unless who may see that asks for it; each look is in the audit log first. */
@RestController
class PayloadApi {
    private final Entries entries;
    private final PersonalData personal;
    private final PersonalView view;
    private final AuditLog audit;
    private final Clock clock;

    PayloadApi(Entries entries, PersonalData personal, PersonalView view, AuditLog audit, Clock clock) {
        this.entries = entries;
        this.personal = personal;
        this.view = view;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/api/v1/events/{id}/payload")
    @For(Role.OPERATOR)
    ResponseEntity<byte[]> payload(
            @PathVariable String id, Caller caller, Authentication who, HttpServletRequest request) {
        Query query = Query.of(request.getParameterMap(), clock.instant(), "reveal");
        boolean reveal = query.flag("reveal");
        if (reveal && !view.isFor(who)) {
            throw new Refusal(
                    HttpStatus.FORBIDDEN,
                    "Your role may not see what is personal (tollgate.personal.visible-to): leave reveal out.");
        }
        if (entries.find(id).isEmpty()) {
            throw EventsApi.unknown();
        }
        audit.write(caller, reveal ? Act.PERSONAL_DATA_SEEN : Act.PAYLOAD_SEEN, id, "payload");
        byte[] payload = entries.payload(id)
                .orElseThrow(() -> new Refusal(
                        HttpStatus.GONE, "Its payload is gone: retention has removed it, or it was forgotten."));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(reveal ? payload : personal.mask(payload));
    }
}

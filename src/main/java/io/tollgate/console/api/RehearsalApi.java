package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.access.PersonalView;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.operations.Masked;
import io.tollgate.operations.WithoutPeople;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.reload.LiveRehearsal;
import io.tollgate.routing.reload.LiveRehearsal.Tried;
import io.tollgate.routing.reload.NotRehearsed;
import io.tollgate.text.PersonalData;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What would an event do in the routes that run? Nothing is sent and nothing is kept. Each look is in the audit log first. */
@RestController
class RehearsalApi {
    private static final String RETRY_SECONDS = "5";

    private final LiveRehearsal rehearsal;
    private final Entries entries;
    private final PersonalData personal;
    private final PersonalView view;
    private final AuditLog audit;

    RehearsalApi(LiveRehearsal rehearsal, Entries entries, PersonalData personal, PersonalView view, AuditLog audit) {
        this.rehearsal = rehearsal;
        this.entries = entries;
        this.personal = personal;
        this.view = view;
        this.audit = audit;
    }

    /**
     * @param reveal shows what is personal
     * @param trace shows each step
     */
    record Wish(boolean reveal, boolean trace) {}

    @PostMapping(path = "/api/v1/events/{id}/rehearsal", consumes = MediaType.APPLICATION_JSON_VALUE)
    @For(Role.OPERATOR)
    ResponseEntity<byte[]> rehearse(
            @PathVariable String id, @RequestBody(required = false) byte[] body, Caller caller, Authentication who)
            throws NotRehearsed {
        Wish wish = Body.read(body, Wish.class);
        if (wish.reveal() && !view.isFor(who)) {
            throw new Refusal(HttpStatus.FORBIDDEN, PayloadLook.NOT_VISIBLE);
        }
        if (entries.find(id).isEmpty()) {
            throw EventsApi.unknown();
        }
        audit.write(caller, wish.reveal() ? Act.PERSONAL_DATA_SEEN : Act.PAYLOAD_SEEN, id, "rehearsal");
        VerifiedEvent event = entries.event(id).orElseThrow(PayloadLook::gone);
        Tried tried = rehearsal.rehearse(event, wish.trace());
        Rehearsed shown = Masked.of(tried.rehearsed());
        Rehearsed answer = wish.reveal() ? shown : new WithoutPeople(personal, event.payload()).of(shown);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Body.bytes(new Tried(tried.routes(), answer)));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notRehearsed(NotRehearsed e) {
        HttpStatus status = e.passes() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.CONFLICT;
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (e.passes()) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.body(ProblemDetail.forStatusAndDetail(status, e.getMessage()));
    }
}

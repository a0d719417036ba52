package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.routing.reload.LiveRehearsal.Tried;
import io.tollgate.routing.reload.NotRehearsed;
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

/** What would an event do in the routes that run? */
@RestController
class RehearsalApi {
    private static final String RETRY_SECONDS = "5";

    private final RehearsalLook look;

    RehearsalApi(RehearsalLook look) {
        this.look = look;
    }

    /**
     * @param reveal shows what is personal
     * @param trace shows each step
     */
    record Wish(boolean reveal, boolean trace) {}

    @PostMapping(path = "/api/v1/events/{id}/rehearsal", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(
            value = "What an event would send and write in the routes that run",
            body = Wish.class,
            answer = Tried.class,
            errors = {404, 409, 410})
    @For(Role.OPERATOR)
    ResponseEntity<byte[]> rehearse(
            @PathVariable String id, @RequestBody(required = false) byte[] body, Caller caller, Authentication who)
            throws NotRehearsed {
        Wish wish = Body.read(body, Wish.class);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Body.bytes(look.at(id, wish.reveal(), wish.trace(), caller, who)));
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

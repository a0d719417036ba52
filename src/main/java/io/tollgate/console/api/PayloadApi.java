package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What does an event say? */
@RestController
class PayloadApi {
    private final PayloadLook look;
    private final Clock clock;

    PayloadApi(PayloadLook look, Clock clock) {
        this.look = look;
        this.clock = clock;
    }

    @GetMapping("/api/v1/events/{id}/payload")
    @Described(
            value = "The body of an event, masked unless reveal is given",
            query = "reveal",
            answer = Object.class,
            errors = {404, 410})
    @For(Role.OPERATOR)
    ResponseEntity<byte[]> payload(
            @PathVariable String id, Caller caller, Authentication who, HttpServletRequest request) {
        Query query = Query.of(request.getParameterMap(), clock.instant(), "reveal");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(look.at(id, query.flag("reveal"), caller, who));
    }
}
